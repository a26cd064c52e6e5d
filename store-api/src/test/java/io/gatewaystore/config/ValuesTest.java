package io.gatewaystore.config;

import static io.gatewaystore.config.Loading.load;
import static io.gatewaystore.config.Loading.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "TRUE", "true", "True", "tRuE"})
    void readsTrue(String text) {
        assertThat(load("BACKEND", "etcd", "ETCD_START_ANYWAY", text).startAnyway())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "f", "F", "FALSE", "false", "False"})
    void readsFalse(String text) {
        assertThat(load("BACKEND", "etcd", "ETCD_START_ANYWAY", text).startAnyway())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "2", "tru", "no", "false."})
    void nothingElseIsAFlag(String text) {
        assertThat(problems("BACKEND", "etcd", "ETCD_USE_TLS", text))
                .containsExactly(
                        "GATEWAY_STORE_ETCD_USE_TLS (environment): '" + text
                                + "' is not true or false; expected: true or false; also t, f, 1 and 0, in upper or lower case");
    }

    @ParameterizedTest
    @CsvSource({
        "3s,3000",
        "500ms,500",
        "2m,120000",
        "1m30s,90000",
        "1h,3600000",
        "PT3S,3000",
        "pt0.5s,500",
        "24h,86400000",
        "3S,3000",
        "1ms,1"
    })
    void readsDurations(String text, long millis) {
        assertThat(load("BACKEND", "etcd", "ETCD_REQUEST_TIMEOUT", text).requestTimeout())
                .isEqualTo(Duration.ofMillis(millis));
        assertThat(load("BACKEND", "etcd", "ETCD_CONNECT_TIMEOUT", text).connectTimeout())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5      | '5' is not a duration: the unit is missing, write 5s for seconds or 5ms for milliseconds",
                "5 s    | '5 s' is not a duration: it has another form",
                "1.5s   | '1.5s' is not a duration: it has another form",
                "soon   | 'soon' is not a duration: it has another form",
                "3d     | '3d' is not a duration: it has another form",
                "0s     | '0s' is too short",
                "-3s    | '-3s' is not a duration: it has another form",
                "PT-3S  | 'PT-3S' is too short",
                "25h    | '25h' is too long",
                "999999999999h | '999999999999h' is too long",
                "999999999999h999999999999h999999999999h | '999999999999h999999999999h999999999999h' is too long",
                "99999999999999s | '99999999999999s' is not a duration: it has another form",
            })
    void saysWhatIsWrongWithADuration(String text, String message) {
        assertThat(problems("BACKEND", "etcd", "ETCD_REQUEST_TIMEOUT", text))
                .containsExactly("GATEWAY_STORE_ETCD_REQUEST_TIMEOUT (environment): " + message
                        + "; expected: a number and a unit from 1ms to 24h, such as 500ms, 3s or 2m, or PT3S");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "4s     | '4s' is too short",
                "5500ms | '5500ms' has a fraction",
                "25h    | '25h' is too long",
            })
    void aSessionLastsWholeSecondsAndAtLeastFive(String text, String message) {
        assertThat(problems("BACKEND", "etcd", "ETCD_SESSION_TTL", text))
                .containsExactly("GATEWAY_STORE_ETCD_SESSION_TTL (environment): " + message
                        + "; expected: whole seconds from 5s to 24h, such as 15s or 2m");
    }

    @Test
    void explicitDurationsAreCheckedForEveryBackend() {
        assertThat(problems(StoreConfig.builder().environment(Map.of()).requestTimeout(Duration.ZERO)))
                .containsExactly(
                        "GATEWAY_STORE_ETCD_REQUEST_TIMEOUT (builder): 'PT0S' is too short; expected: a number and a"
                                + " unit from 1ms to 24h, such as 500ms, 3s or 2m, or PT3S");
    }

    @ParameterizedTest
    @CsvSource({"gateway/cluster_1,gateway/cluster_1", "/registry,/registry", "ä,ä"})
    void keepsNamespaces(String text, String namespace) {
        assertThat(load("NAMESPACE", text).namespace()).isEqualTo(namespace);
    }

    @Test
    void aNamespaceThatCannotBePartOfKeysIsRefused() {
        assertThat(problems("NAMESPACE", "gateway/"))
                .containsExactly(
                        "GATEWAY_STORE_NAMESPACE (environment): 'gateway/' ends with a slash; expected: text such as"
                                + " gateway/cluster_1, without a slash at its end");
        assertThat(problems("NAMESPACE", "a\nb").get(0)).contains("'a\\u000ab' contains a control character");
        assertThat(problems("NAMESPACE", "a\ud800b").get(0)).contains("half of a surrogate pair");
    }

    @Test
    void aServerNameIsAHostWithoutAPort() {
        assertThat(load("BACKEND", "etcd", "ETCD_SERVER_NAME", "Etcd.Example")
                        .etcd()
                        .serverName())
                .contains("etcd.example");
        assertThat(problems("BACKEND", "etcd", "ETCD_SERVER_NAME", "etcd.example:2379")
                        .get(0))
                .startsWith("GATEWAY_STORE_ETCD_SERVER_NAME (environment): 'etcd.example:2379' cannot be used:");
    }

    @Test
    void longValuesAreShortenedInMessages() {
        String problem =
                problems("BACKEND", "etcd", "ETCD_USE_TLS", "x".repeat(10_000)).get(0);

        assertThat(problem).hasSizeLessThan(500).contains("xxx...'");
    }
}
