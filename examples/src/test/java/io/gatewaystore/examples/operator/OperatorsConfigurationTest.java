package io.gatewaystore.examples.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does who has read docs/configuration.md, and the mistakes that are made most. */
class OperatorsConfigurationTest {

    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private String clientCertificate = "";

    @BeforeEach
    void writeFile() throws IOException {
        TestCertificates certificates = TestCertificates.create(directory);
        Path conf = directory.resolve("gateway.conf");
        Files.writeString(conf, """
                # What all nodes share.
                [store]
                backend = 'etcd'
                namespace = 'gateway/cluster_1'
                etcd_hosts = 'etcd1:2379 etcd2:2379 etcd3:2379'
                etcd_use_tls = true
                etcd_client_cert_auth = true
                etcd_ca_certificate_file = '%s'
                etcd_certificate_file = '%s'
                etcd_private_key_file = '%s'
                """.formatted(
                        certificates.caFile(), certificates.clientCertificateFile(), certificates.clientKeyFile()));
        clientCertificate = certificates.clientCertificateFile().toString();
        environment.put("GATEWAY_CONFIG", conf.toString());
    }

    @Test
    void theFileDescribesWhatAllNodesShareAndTheEnvironmentWhatOneNeeds() {
        environment.put("GATEWAY_STORE_ETCD_REQUEST_TIMEOUT", "2s");
        environment.put("GATEWAY_STORE_ETCD_HOSTS", "etcd2");

        StoreConfig config = load();

        assertThat(config.warnings()).isEmpty();
        assertThat(config.explain())
                .containsPattern("GATEWAY_STORE_BACKEND +etcd +.*gateway.conf \\[store\\] backend\n")
                .containsPattern("GATEWAY_STORE_ETCD_HOSTS +etcd2 +environment\n")
                .containsPattern("GATEWAY_STORE_ETCD_REQUEST_TIMEOUT +2s +environment\n")
                .containsPattern("GATEWAY_STORE_ETCD_CONNECT_TIMEOUT +3s +default\n");
    }

    @Test
    void aPasswordIsInNothingThatIsShown() {
        environment.put("GATEWAY_STORE_ETCD_USERNAME", "gateway");
        environment.put("GATEWAY_STORE_ETCD_PASSWORD", "hunter2");

        StoreConfig config = load();

        assertThat(config.explain()).containsPattern("GATEWAY_STORE_ETCD_PASSWORD +\\*\\*\\* +environment\n");
        assertThat(config + config.explain()).doesNotContain("hunter2");
    }

    @Test
    void aMisspeltVariableIsAWarningThatNamesTheRightOne() {
        environment.put("GATEWAY_STORE_ETCD_HOST", "etcd4");

        assertThat(load().warnings())
                .singleElement()
                .asString()
                .contains("GATEWAY_STORE_ETCD_HOST (environment)", "did you mean GATEWAY_STORE_ETCD_HOSTS?");
    }

    @Test
    void aVariablesNameInTheFileIsAWarningThatNamesTheKey() throws IOException {
        Path conf = Files.writeString(directory.resolve("other.conf"), "[store]\nGATEWAY_STORE_BACKEND = etcd\n");
        environment.put("GATEWAY_CONFIG", conf.toString());

        assertThat(load().warnings())
                .singleElement()
                .asString()
                .contains("GATEWAY_STORE_BACKEND", conf + " [store]", "did you mean backend?");
    }

    @Test
    void hostsWithoutABackendAreAWarning() {
        environment.remove("GATEWAY_CONFIG");
        environment.put("GATEWAY_STORE_ETCD_HOSTS", "etcd1");

        assertThat(load().warnings())
                .singleElement()
                .asString()
                .contains("GATEWAY_STORE_BACKEND", "in memory", "GATEWAY_STORE_BACKEND=etcd");
    }

    @Test
    void aForgottenUnitAndASwappedFileAreReportedTogetherWithWhatToDo() {
        environment.put("GATEWAY_STORE_ETCD_REQUEST_TIMEOUT", "5");
        environment.put("GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE", clientCertificate);

        assertThat(problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .contains("GATEWAY_STORE_ETCD_REQUEST_TIMEOUT (environment)", "write 5s for seconds"))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE (environment)", "holds a certificate", ".key"));
    }

    @Test
    void aSchemeThatTheTlsSettingContradictsIsAnError() {
        environment.put("GATEWAY_STORE_ETCD_USE_TLS", "false");
        environment.put("GATEWAY_STORE_ETCD_HOSTS", "https://etcd1:2379");

        assertThat(problems())
                .singleElement()
                .asString()
                .contains("GATEWAY_STORE_ETCD_HOSTS (environment)", "https", "GATEWAY_STORE_ETCD_USE_TLS");
    }

    @Test
    void aCertificateThatIsSwitchedOffIsAWarning() {
        environment.put("GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH", "false");

        assertThat(load().warnings())
                .singleElement()
                .asString()
                .contains(
                        "GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH (environment)",
                        "GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH=true");
    }

    private StoreConfig load() {
        return StoreConfig.builder().environment(environment).build();
    }

    private List<String> problems() {
        return catchThrowableOfType(ConfigurationException.class, this::load).problems().stream()
                .map(ConfigurationException.Problem::toString)
                .toList();
    }
}
