package io.gatewaystore.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.examples.gateway.GatewayProcess.Result;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The jar where no etcd is needed. */
class GatewayJarIT {

    @Test
    void runsTheDemoOnMemory() {
        Result result = GatewayProcess.run(Map.of(), "demo");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("memory", "All three agree");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void runsTheFirstProgram() {
        Result result = GatewayProcess.runMain("io.gatewaystore.examples.TenLines", Map.of());

        assertThat(result.lines()).as(result.err()).containsExactly("told of services/billing", "moved");
        assertThat(result.status()).isZero();
    }

    @Test
    void warnsOfAMisspeltVariableOnStandardErrorOnly() {
        Result result = GatewayProcess.run(Map.of("GATEWAY_STORE_BACKENT", "etcd"), "get", "services", "-o", "json");

        assertThat(result.status()).isZero();
        assertThat(result.lines()).containsExactly("[]");
        assertThat(result.err()).contains("WARN", "GATEWAY_STORE_BACKENT", "GATEWAY_STORE_BACKEND");
    }

    @Test
    void namesEveryBadVariableAtOnce() {
        Result result = GatewayProcess.run(
                Map.of(
                        "GATEWAY_STORE_BACKEND", "etcd",
                        "GATEWAY_STORE_NAMESPACE", "/",
                        "GATEWAY_STORE_ETCD_HOSTS", "host:99999",
                        "GATEWAY_STORE_ETCD_USE_TLS", "true",
                        "GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH", "true",
                        "GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE", "/nowhere/ca.crt"),
                "demo");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("GATEWAY_STORE_ETCD_HOSTS (environment)")
                .contains("GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE (environment)")
                .contains("GATEWAY_STORE_ETCD_CERTIFICATE_FILE (not set)")
                .contains("GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE (not set)")
                .doesNotContain("\tat ");
    }

    @Test
    void knowsItsVersion() {
        assertThat(GatewayProcess.run(Map.of(), "--version").lines())
                .singleElement()
                .asString()
                .matches("gateway \\d+\\.\\d+\\.\\d+.*");
    }
}
