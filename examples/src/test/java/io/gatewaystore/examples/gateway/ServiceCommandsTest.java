package io.gatewaystore.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.examples.gateway.GatewayRun.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceCommandsTest {

    private static final String BILLING = "http://10.0.0.7:8080";

    private final StoreConfig config = GatewayRun.freshMemory();

    @Test
    void showsNothingButTheHeaderWhereThereIsNothing() {
        Result result = run("get", "services");

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo("NAME  URL  REVISION" + System.lineSeparator());
    }

    @Test
    void showsAnEmptyArrayWhereThereIsNothing() {
        assertThat(run("get", "services", "-o", "json").lines()).containsExactly("[]");
    }

    @Test
    void showsServicesAsATable() {
        run("put", "service", "search", "https://search.example:8443");
        run("put", "service", "billing", BILLING);

        Result result = run("get", "services");

        assertThat(result.status()).isZero();
        assertThat(result.lines()).hasSize(3);
        assertThat(result.lines().get(0)).matches("NAME {5}URL {26}REVISION");
        assertThat(result.lines().get(1)).matches("billing  http://10\\.0\\.0\\.7:8080 {9}\\d+");
        assertThat(result.lines().get(2)).matches("search   https://search\\.example:8443  \\d+");
    }

    @Test
    void showsServicesAsJson() throws Exception {
        run("put", "service", "billing", BILLING);
        long revision = entry("services/billing").modRevision();

        JsonNode services = new JsonMapper()
                .readTree(run("get", "services", "--output=JSON").out());

        assertThat(services).isEqualTo(new JsonMapper().readTree("""
                [{"name": "billing", "url": "http://10.0.0.7:8080", "revision": %d}]
                """.formatted(revision)));
    }

    @Test
    void storesJsonUnderItsName() {
        Result result = run("put", "service", "billing", BILLING);

        assertThat(entry("services/billing").value().toUtf8())
                .isEqualTo("{\"name\":\"billing\",\"url\":\"http://10.0.0.7:8080\"}");
        assertThat(result.out())
                .contains("(revision " + entry("services/billing").modRevision() + ")");
    }

    @Test
    void changesAServiceThatExists() {
        run("put", "service", "billing", BILLING);
        run("put", "service", "billing", "http://10.0.0.8:8080");

        assertThat(run("get", "services").out())
                .contains("http://10.0.0.8:8080")
                .doesNotContain(BILLING);
    }

    @Test
    void deletesAServiceOnce() {
        run("put", "service", "billing", BILLING);

        Result first = run("delete", "service", "billing");
        Result second = run("delete", "service", "billing");

        assertThat(first.status()).isEqualTo(ExitCodes.DONE);
        assertThat(second.status()).isEqualTo(ExitCodes.NOT_FOUND_OR_CONFLICT);
        assertThat(second.out()).isEmpty();
        assertThat(second.err()).contains("there is no service 'billing'");
        assertThat(run("get", "services", "-o", "json").lines()).containsExactly("[]");
    }

    @Test
    void passesOverWhatOthersLeftAmongTheServices() {
        run("put", "service", "billing", BILLING);
        write("services/broken", "{");
        write("services/empty", "");
        write("services/foreign", "{\"name\":\"foreign\",\"url\":\"tcp://10.0.0.1\"}");
        write("services/deep/er", "{\"name\":\"deep\",\"url\":\"http://10.0.0.1\"}");
        write("services2/other", "{");

        Result result = run("get", "services", "-o", "json");

        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("billing").doesNotContain("broken", "empty", "foreign", "deep");
        assertThat(result.err())
                .contains("'services/broken' is not a service")
                .contains("'services/empty' is not a service")
                .contains("'services/foreign' is not a service")
                .contains("'services/deep/er' is not a service")
                .doesNotContain("services2", "\tat ");
    }

    @Test
    void takesPropertiesOfANewerWriter() {
        write("services/billing", "{\"name\":\"billing\",\"url\":\"" + BILLING + "\",\"weight\":3}");

        assertThat(run("get", "services").out()).contains("billing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                     | Missing required subcommand
                    put                                    | Missing required subcommand
                    put service billing                    | URL
                    put service a/b http://10.0.0.7:8080   | name: 'a/b' (expected: some text without a slash)
                    put service billing 10.0.0.7:8080      | url: '10.0.0.7:8080' (expected: an absolute URI
                    delete service a/b                     | name: 'a/b'
                    get services -o xml                    | [TABLE, JSON] (case-insensitive)
                    get routes                             | routes
                    node                                   | ID
                    """)
    void refusesWrongUsage(String arguments, String complaint) {
        Result result = run(arguments.isEmpty() ? new String[0] : arguments.split(" +"));

        assertThat(result.status()).isEqualTo(ExitCodes.USAGE_OR_CONFIGURATION);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(complaint).doesNotContain("\tat ");
    }

    @Test
    void refusesAnEmptyName() {
        assertThat(run("put", "service", "", BILLING).status()).isEqualTo(ExitCodes.USAGE_OR_CONFIGURATION);
    }

    @Test
    void saysThatMemoryIsNotShared() {
        assertThat(run("put", "service", "billing", BILLING).err())
                .contains("not shared between processes")
                .contains("GATEWAY_STORE_BACKEND=etcd");
    }

    private Result run(String... arguments) {
        return GatewayRun.run(config, arguments);
    }

    private Entry entry(String key) {
        try (Store store = Store.open(config)) {
            return store.get(key).orElseThrow();
        }
    }

    private void write(String key, String value) {
        try (Store store = Store.open(config)) {
            store.put(key, Bytes.utf8(value));
        }
    }
}
