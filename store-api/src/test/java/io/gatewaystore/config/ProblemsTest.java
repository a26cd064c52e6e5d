package io.gatewaystore.config;

import static io.gatewaystore.config.Loading.file;
import static io.gatewaystore.config.Loading.load;
import static io.gatewaystore.config.Loading.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {

    @TempDir
    private Path directory;

    @Test
    void allAreReportedAtOnce() {
        Path conf = file(directory, "gateway.conf", "[store]\netcd_session_ttl = 1s\netcd_start_anyway = maybe\n");
        StoreConfig.Builder builder = StoreConfig.builder()
                .environment(Loading.variables(
                        "BACKEND", "etcd",
                        "NAMESPACE", "a/",
                        "ETCD_HOSTS", "etcd1:99999",
                        "ETCD_USE_TLS", "true",
                        "ETCD_CLIENT_CERT_AUTH", "true",
                        "ETCD_CA_CERTIFICATE_FILE", "/nowhere/ca.crt",
                        "ETCD_USERNAME", "gateway",
                        "ETCD_REQUEST_TIMEOUT", "5"))
                .configFile(conf)
                .etcdServerName("a b");

        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(ConfigurationException.class, failure -> {
                    assertThat(failure.problems().stream().map(ConfigurationException.Problem::variable))
                            .containsExactlyInAnyOrder(
                                    "GATEWAY_STORE_NAMESPACE",
                                    "GATEWAY_STORE_ETCD_HOSTS",
                                    "GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE",
                                    "GATEWAY_STORE_ETCD_CERTIFICATE_FILE",
                                    "GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE",
                                    "GATEWAY_STORE_ETCD_SERVER_NAME",
                                    "GATEWAY_STORE_ETCD_USERNAME",
                                    "GATEWAY_STORE_ETCD_REQUEST_TIMEOUT",
                                    "GATEWAY_STORE_ETCD_SESSION_TTL",
                                    "GATEWAY_STORE_ETCD_START_ANYWAY");
                    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
                    assertThat(failure.isRetryable()).isFalse();
                })
                .message()
                .startsWith("the configuration has 10 problems:\n  GATEWAY_STORE_")
                .contains(
                        "\n  GATEWAY_STORE_ETCD_START_ANYWAY (" + conf + " [store] etcd_start_anyway): 'maybe' is not")
                .contains("\n  GATEWAY_STORE_ETCD_SERVER_NAME (builder): 'a b' cannot be used")
                .hasLineCount(11);
    }

    @Test
    void userAndPasswordGoTogether() {
        assertThat(problems("BACKEND", "etcd", "ETCD_USERNAME", "gateway"))
                .containsExactly("GATEWAY_STORE_ETCD_USERNAME (environment): has no password; set"
                        + " GATEWAY_STORE_ETCD_PASSWORD or GATEWAY_STORE_ETCD_PASSWORD_FILE");
        assertThat(problems("BACKEND", "etcd", "ETCD_PASSWORD", "hunter2"))
                .containsExactly(
                        "GATEWAY_STORE_ETCD_USERNAME (not set): is missing, although a password is set; set it too");
    }

    @Test
    void aPasswordIsWrittenOutOrInAFileButNotBoth() {
        assertThat(problems(
                        "BACKEND", "etcd",
                        "ETCD_USERNAME", "gateway",
                        "ETCD_PASSWORD", "hunter2",
                        "ETCD_PASSWORD_FILE", "/nowhere"))
                .containsExactly("GATEWAY_STORE_ETCD_PASSWORD_FILE (environment): is set together with"
                        + " GATEWAY_STORE_ETCD_PASSWORD; expected: only one of the two");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | is empty", "'\n' | is empty"})
    void aPasswordFileMustHoldAPassword(String text, String message) {
        Path password = file(directory, "password", text);

        assertThat(problems("BACKEND", "etcd", "ETCD_USERNAME", "gateway", "ETCD_PASSWORD_FILE", password.toString()))
                .containsExactly("GATEWAY_STORE_ETCD_PASSWORD_FILE (environment): '" + password + "' " + message
                        + "; expected: path of a text file; one line break at its end is dropped");
    }

    @Test
    void onlyOneLineBreakIsDroppedFromAPasswordFile() {
        assertThat(passwordOf("a b \n")).isEqualTo("a b ");
        assertThat(passwordOf("a\r\n")).isEqualTo("a");
        assertThat(passwordOf("a\n\n")).isEqualTo("a\n");
        assertThat(passwordOf("a")).isEqualTo("a");
    }

    private String passwordOf(String text) {
        Path password = file(directory, "password", text);
        return load("BACKEND", "etcd", "ETCD_USERNAME", "gateway", "ETCD_PASSWORD_FILE", password.toString())
                .etcd()
                .password()
                .orElseThrow()
                .reveal();
    }

    @Test
    void aPasswordFileThatIsTooLargeIsNotRead() {
        Path password = file(directory, "password", "x".repeat(70_000));

        assertThat(problems("BACKEND", "etcd", "ETCD_USERNAME", "gateway", "ETCD_PASSWORD_FILE", password.toString()))
                .containsExactly("GATEWAY_STORE_ETCD_PASSWORD_FILE (environment): '" + password
                        + "' is too large to hold a password");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "local    | 'local' (one file on one machine) is a backend of other gateways that this library does not have",
                "dynamodb | 'dynamodb' (Amazon DynamoDB) is a backend of other gateways that this library does not have",
                "LOCAL    | 'local' (one file on one machine) is a backend of other gateways that this library does not have",
            })
    void backendsOfOtherGatewaysAreNoTypos(String backend, String message) {
        assertThat(problems("BACKEND", backend))
                .containsExactly("GATEWAY_STORE_BACKEND (environment): " + message
                        + "; expected: memory for a single process, etcd for state shared by several");
    }

    @ParameterizedTest
    @ValueSource(strings = {"et cd", "etcd!", "-etcd", "1"})
    void aBackendHasAPlainName(String backend) {
        assertThat(problems("BACKEND", backend))
                .containsExactly(
                        "GATEWAY_STORE_BACKEND (environment): '" + backend + "' is not the name of a backend;"
                                + " expected: memory (this process only), etcd, or the name of another backend on the class path");
    }

    @Test
    void anyOtherNameIsKeptForTheClassPathToDecide() {
        assertThat(load("BACKEND", "Redis-like_2").backend()).isEqualTo("redis-like_2");
        assertThat(load("BACKEND", "ETCD").backend()).isEqualTo("etcd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "etcd  | memory | there is no backend 'etcd' on the class path; add the Maven artifact io.gatewaystore:store-etcd;"
                        + " available: memory",
                "memory | ''    | there is no backend 'memory' on the class path; add the Maven artifact"
                        + " io.gatewaystore:store-memory; available: none",
                "ectd  | memory,etcd | there is no backend 'ectd' on the class path; did you mean 'etcd'?; available: etcd, memory",
                "ectd  | memory | there is no backend 'ectd' on the class path; did you mean 'etcd'? It also needs the Maven"
                        + " artifact io.gatewaystore:store-etcd; available: memory",
                "fancyy | fancy  | there is no backend 'fancyy' on the class path; did you mean 'fancy'?; available: fancy",
                "redis | memory | there is no backend 'redis' on the class path; add the Maven artifact that provides it; available:"
                        + " memory",
            })
    void aBackendThatIsNotThereIsExplained(String backend, String available, String message) {
        List<String> names = available.isEmpty() ? List.of() : List.of(available.split(",", -1));

        assertThat(load("BACKEND", backend).unknownBackend(names))
                .hasMessage("GATEWAY_STORE_BACKEND (environment): " + message);
    }

    @Test
    void aMisspeltEtcdDoesNotHideTheOtherProblems() {
        assertThat(load("BACKEND", "ectd").backend()).isEqualTo("ectd");
        assertThat(problems("BACKEND", "ectd", "ETCD_HOSTS", "etcd1:99999"))
                .containsExactly(
                        "GATEWAY_STORE_BACKEND (environment): there is no backend 'ectd' on the class path; did you mean"
                                + " 'etcd'?; available: etcd",
                        "GATEWAY_STORE_ETCD_HOSTS (environment): 'etcd1:99999' is not a host:port: port must be 1..65535");
    }

    @Test
    void theNameOfAFileMustBeAPath() {
        assertThat(problems(StoreConfig.builder().environment(Map.of("GATEWAY_CONFIG", "a\0b"))))
                .containsExactly("GATEWAY_CONFIG (environment): 'a\\u0000b' is not a path");
    }
}
