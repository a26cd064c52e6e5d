package io.gatewaystore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatewaystore.cli.StorectlRun.Result;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options, environment and file amount to, as {@code config explain} shows it. */
class ConnectionOptionsTest {

    private static final String SECRET = "planted-secret-7f3a";

    @TempDir
    private Path directory;

    private TestCertificates files;

    @BeforeEach
    void issue() {
        files = TestCertificates.create(directory);
    }

    private static Map<String, String> explain(Map<String, String> environment, String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of(options));
        line.addAll(List.of("config", "explain", "-o", "json"));
        Result result = StorectlRun.run(environment, line.toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        Map<String, String> settings = new HashMap<>();
        for (JsonNode setting : new JsonMapper().readTree(result.out()).path("settings")) {
            settings.put(
                    setting.path("variable").asText().replace("GATEWAY_STORE_", ""),
                    setting.path("value").asText() + " ("
                            + setting.path("source").asText() + ")");
        }
        return settings;
    }

    private static Result fail(Map<String, String> environment, String... options) {
        List<String> line = new ArrayList<>(List.of(options));
        line.addAll(List.of("config", "explain"));
        Result result = StorectlRun.run(environment, line.toArray(String[]::new));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        return result;
    }

    @Test
    void httpsMeansTlsWhateverTheEnvironmentSays() throws IOException {
        Map<String, String> settings = explain(
                Map.of("GATEWAY_STORE_ETCD_USE_TLS", "false", "GATEWAY_STORE_BACKEND", "memory"),
                "--endpoints=https://h1:2379,https://h2:2379");

        assertThat(settings)
                .containsEntry("BACKEND", "etcd (--endpoints)")
                .containsEntry("ETCD_USE_TLS", "true (--endpoints)")
                .containsEntry("ETCD_HOSTS", "https://h1:2379,https://h2:2379 (--endpoints)");
    }

    @Test
    void httpMeansPlaintext() throws IOException {
        assertThat(explain(Map.of("GATEWAY_STORE_ETCD_USE_TLS", "true"), "--endpoints", "http://localhost:2379"))
                .containsEntry("ETCD_USE_TLS", "false (--endpoints)");
    }

    @Test
    void withoutASchemeTheEnvironmentDecides() throws IOException {
        assertThat(explain(Map.of("GATEWAY_STORE_ETCD_USE_TLS", "true"), "--endpoints", "localhost:2379"))
                .containsEntry("ETCD_USE_TLS", "true (environment)");
    }

    @Test
    void mixedSchemesAreRefused() {
        assertThat(fail(Map.of(), "--endpoints", "https://h1:2379,http://h2:2379")
                        .err())
                .contains("GATEWAY_STORE_ETCD_HOSTS (--endpoints): mixes https:// and http://");
    }

    @Test
    void plaintextWithCertificatesIsRefused() {
        assertThat(fail(
                                Map.of(),
                                "--endpoints",
                                "http://h1",
                                "--cacert",
                                files.caFile().toString())
                        .err())
                .contains("--endpoints", "http://", "--cacert");
    }

    @Test
    void aDirectoryStandsForItsThreeFiles() throws IOException {
        Files.copy(files.caFile(), directory.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(files.clientCertificateFile(), directory.resolve("client.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(files.clientKeyFile(), directory.resolve("client.key"), StandardCopyOption.REPLACE_EXISTING);

        assertThat(explain(Map.of(), "--credentials-dir", directory.toString()))
                .containsEntry("ETCD_USE_TLS", "true (--credentials-dir)")
                .containsEntry("ETCD_CLIENT_CERT_AUTH", "true (--credentials-dir)")
                .containsEntry("ETCD_PRIVATE_KEY_FILE", directory.resolve("client.key") + " (--credentials-dir)");
    }

    @Test
    void aCertificateNeedsItsKey() {
        assertThat(fail(Map.of(), "--cert", files.clientCertificateFile().toString())
                        .err())
                .contains("GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE (not set)", "--cert");
    }

    @Test
    void theEnvironmentWinsOverANamedFile() throws IOException {
        Path conf = Files.writeString(
                directory.resolve("gateway.conf"),
                "[store]\nbackend = etcd\netcd_hosts = h1:2379\netcd_use_tls = true\n");

        assertThat(explain(Map.of("GATEWAY_STORE_ETCD_HOSTS", "h2:2379"), "--config", conf.toString()))
                .containsEntry("ETCD_HOSTS", "h2:2379 (environment)")
                .containsEntry("ETCD_USE_TLS", "true (" + conf + " [store] etcd_use_tls)");
    }

    @Test
    void asksForThePasswordOnATerminal() {
        Result result = StorectlRun.with(Map.of())
                .typing(SECRET)
                .execute("--endpoints", "http://localhost:1", "--user", "root", "config", "explain");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("***", "terminal").doesNotContain(SECRET);
    }

    @Test
    void aPasswordOnTheCommandLineIsRefusedAndNotRepeated() {
        assertThat(fail(Map.of(), "--user", "root:" + SECRET).err())
                .contains("GATEWAY_STORE_ETCD_USERNAME (--user)", "--password-file")
                .doesNotContain(SECRET);
    }

    @Test
    void noPasswordIsEverShown() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), SECRET);
        Map<String, String> environment = Map.of(
                "GATEWAY_STORE_BACKEND", "etcd",
                "GATEWAY_STORE_ETCD_HOSTS", "localhost:1",
                "GATEWAY_STORE_ETCD_CONNECT_TIMEOUT", "300ms",
                "GATEWAY_STORE_ETCD_USERNAME", "root",
                "GATEWAY_STORE_ETCD_PASSWORD", SECRET);

        for (String[] line : new String[][] {
            {"config", "explain"},
            {"config", "explain", "-o", "json"},
            {"get", "a"},
            {"endpoint", "status"},
            {"member", "list"},
            {"--user", "root", "--password-file", file.toString(), "config", "explain"},
            {"--endpoints", "http://root:" + SECRET + "@h1", "get", "a"},
        }) {
            Result result = StorectlRun.run(environment, line);
            assertThat(result.out() + result.err()).as(String.join(" ", line)).doesNotContain(SECRET);
        }
    }

    @Test
    void membersNeedEtcd() {
        Result result = StorectlRun.run(Map.of(), "endpoint", "status");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("GATEWAY_STORE_BACKEND (default): 'memory' has no members");
    }

    @Test
    void unreachableEndpointsSayWhy() throws IOException {
        Result result =
                StorectlRun.run(Map.of(), "--endpoints", "http://127.0.0.1:1", "endpoint", "status", "-o", "json");

        assertThat(result.status()).isEqualTo(3);
        JsonNode status = new JsonMapper().readTree(result.out()).get(0);
        assertThat(status.path("memberId").isNull()).isTrue();
        assertThat(status.path("errors").get(0).asText())
                .contains("unreachable: connection refused", "GATEWAY_STORE_ETCD_HOSTS");
    }
}
