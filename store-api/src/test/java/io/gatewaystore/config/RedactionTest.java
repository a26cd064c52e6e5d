package io.gatewaystore.config;

import static io.gatewaystore.config.Loading.file;
import static io.gatewaystore.config.Loading.load;
import static io.gatewaystore.config.Loading.variables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.error.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactionTest {

    private static final String PLANTED = "hunter2-planted";

    @TempDir
    private Path directory;

    @Test
    void secretsAppearNowhere() {
        StoreConfig config = StoreConfig.builder()
                .environment(variables(
                        "BACKEND",
                        "etcd",
                        "ETCD_USE_TLS",
                        "true",
                        "ETCD_CLIENT_CERT_AUTH",
                        "true",
                        "ETCD_CERTIFICATE_FILE",
                        file(directory, "crt", Loading.CERTIFICATE).toString(),
                        "ETCD_PRIVATE_KEY_FILE",
                        file(directory, "key", Loading.ENCRYPTED_KEY).toString(),
                        "ETCD_PRIVATE_KEY_PASSWORD",
                        PLANTED,
                        "ETCD_USERNAME",
                        "gateway",
                        "ETCD_PASSWORD_FILE",
                        file(directory, "password", PLANTED).toString()))
                .build();

        assertThat(config.etcd().password().map(Secret::reveal)).contains(PLANTED);
        assertThat(config.etcd().tls().orElseThrow().privateKeyPassword().map(Secret::reveal))
                .contains(PLANTED);
        assertThat(config.explain()).doesNotContain(PLANTED).contains("***");
        assertThat(config.toString()).doesNotContain(PLANTED);
        assertThat(config.etcd().toString()).doesNotContain(PLANTED);
        assertThat(config.etcd().tls().toString()).doesNotContain(PLANTED);
        assertThat(config.etcd().password().toString()).isEqualTo("Optional[***]");
        assertThat(config.warnings().toString()).doesNotContain(PLANTED);
    }

    @Test
    void problemsDoNotTellSecrets() {
        Path conf = file(
                directory,
                "gateway.conf",
                "[store]\netcd_password: " + PLANTED + "\netcd_private_key_password = " + PLANTED
                        + "\netcd_private_key_password = " + PLANTED + "\n");
        StoreConfig.Builder builder = StoreConfig.builder()
                .environment(variables(
                        "BACKEND", "etcd",
                        "ETCD_HOSTS", "http://user:" + PLANTED + "@etcd1",
                        "ETCD_USE_TLS", "true",
                        "ETCD_CLIENT_CERT_AUTH", "true",
                        "ETCD_PRIVATE_KEY_FILE", "-----BEGIN PRIVATE KEY-----" + PLANTED,
                        "ETCD_PASSWORD", PLANTED,
                        "ETCD_PASSWORD_FILE", "/nowhere"))
                .configFile(conf);

        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .message()
                .doesNotContain(PLANTED)
                .contains("'***@etcd1' is not a host:port: user and password do not belong here");
    }

    @Test
    void whatIsNotUsedIsNotToldEither() {
        Path conf = file(directory, "gateway.conf", "[store]\netcd_password = " + PLANTED + "\n");
        StoreConfig config = StoreConfig.builder()
                .environment(variables(
                        "ETCD_HOSTS",
                        "a https://user:" + PLANTED + "@etcd1",
                        "ETCD_PRIVATE_KEY_FILE",
                        "-----BEGIN PRIVATE KEY-----" + PLANTED,
                        "ETCD_PRIVATE_KEY_PASSWORD",
                        PLANTED,
                        "ETCD_PASWORD",
                        PLANTED))
                .configFile(conf)
                .build();

        assertThat(config.explain()).doesNotContain(PLANTED);
        assertThat(config.toString()).doesNotContain(PLANTED);
        assertThat(config.warnings().toString()).doesNotContain(PLANTED);
    }

    @Test
    void explainShowsEverySettingWithItsSource() {
        Path conf = file(directory, "gateway.conf", "[store]\netcd_username = gateway\n");
        String text = StoreConfig.builder()
                .environment(variables("BACKEND", "etcd", "ETCD_PASSWORD", PLANTED, "ETCD_HOSTS", "localhost"))
                .configFile(conf)
                .requestTimeout(Duration.ofSeconds(2))
                .build()
                .explain();

        assertThat(text.replace(conf.toString(), "CONF")).isEqualTo("""
                        GATEWAY_STORE_BACKEND                         etcd       environment
                        GATEWAY_STORE_NAMESPACE                       -          not set
                        GATEWAY_STORE_FOLLOW_CONFIG                   false      default
                        GATEWAY_STORE_ETCD_HOSTS                      localhost  environment
                        GATEWAY_STORE_ETCD_USE_TLS                    false      default
                        GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH           false      default
                        GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE        -          not set
                        GATEWAY_STORE_ETCD_CERTIFICATE_FILE           -          not set
                        GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE           -          not set
                        GATEWAY_STORE_ETCD_PRIVATE_KEY_PASSWORD       -          not set
                        GATEWAY_STORE_ETCD_PRIVATE_KEY_PASSWORD_FILE  -          not set
                        GATEWAY_STORE_ETCD_SERVER_NAME                -          not set
                        GATEWAY_STORE_ETCD_USERNAME                   gateway    CONF [store] etcd_username
                        GATEWAY_STORE_ETCD_PASSWORD                   ***        environment
                        GATEWAY_STORE_ETCD_PASSWORD_FILE              -          not set
                        GATEWAY_STORE_ETCD_CONNECT_TIMEOUT            3s         default
                        GATEWAY_STORE_ETCD_REQUEST_TIMEOUT            PT2S       builder
                        GATEWAY_STORE_ETCD_SESSION_TTL                15s        default
                        GATEWAY_STORE_ETCD_START_ANYWAY               false      default
                        GATEWAY_STORE_ETCD_COALESCING                 true       default
                        gateway.conf: CONF
                        """);
    }

    @Test
    void explainSaysWhichFileWasReadAndRepeatsTheWarnings() {
        assertThat(load("ETCD_HOST", "x").explain())
                .endsWith(
                        "gateway.conf: none\nwarning: GATEWAY_STORE_ETCD_HOST (environment): unknown, ignored; did you mean"
                                + " GATEWAY_STORE_ETCD_HOSTS?\n");
        assertThat(StoreConfig.builder()
                        .environment(Map.of())
                        .usualPlaces(directory.resolve("home"), directory.resolve("etc"))
                        .build()
                        .explain())
                .endsWith("gateway.conf: none (looked for " + directory + "/home/.gateway.d/gateway.conf, " + directory
                        + "/etc/gateway/gateway.conf)\n");
    }

    @Test
    void aSecretIsComparedByWhatItHolds() {
        assertThat(Secret.of("a"))
                .isEqualTo(Secret.of("a"))
                .hasSameHashCodeAs(Secret.of("a"))
                .isNotEqualTo(Secret.of("b"));
        assertThatThrownBy(() -> Secret.of("")).isInstanceOf(IllegalArgumentException.class);
    }
}
