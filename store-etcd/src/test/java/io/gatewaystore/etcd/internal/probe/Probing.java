package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.EtcdConfig;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Probes as an opening store does, with the default connect timeout, and holds each probe to its bound. */
final class Probing {

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration BOUND = Duration.ofSeconds(5);

    static {
        warmUp();
    }

    private final Map<String, String> environment;
    private Clock clock = Clock.systemUTC();

    private Probing(Map<String, String> environment) {
        this.environment = new HashMap<>(environment);
    }

    /** Loads what TLS and gRPC are made of, which on a busy machine takes longer than a connection may. */
    private static void warmUp() {
        try {
            TestCertificates certificates =
                    TestCertificates.create(Files.createTempDirectory(Path.of("target"), "warm-up"));
            try (VersionServer server = VersionServer.answering(404, "", ServerContext.of(certificates))) {
                secured(server.endpoint())
                        .set(StoreVariable.ETCD_CA_CERTIFICATE_FILE, certificates.caFile())
                        .probe(Duration.ofMinutes(1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Probing with(Map<String, String> environment) {
        return new Probing(environment);
    }

    static Probing plaintext(String endpoint) {
        return new Probing(Map.of("GATEWAY_STORE_BACKEND", "etcd", "GATEWAY_STORE_ETCD_HOSTS", endpoint));
    }

    static Probing secured(String endpoint) {
        return plaintext(endpoint).set(StoreVariable.ETCD_USE_TLS, "true");
    }

    Probing set(StoreVariable variable, String value) {
        environment.put(variable.variableName(), value);
        return this;
    }

    Probing set(StoreVariable variable, Path value) {
        return set(variable, value.toString());
    }

    Probing unset(StoreVariable variable) {
        environment.remove(variable.variableName());
        return this;
    }

    Probing clientCertificate(Path certificate, Path key) {
        return set(StoreVariable.ETCD_CLIENT_CERT_AUTH, "true")
                .set(StoreVariable.ETCD_CERTIFICATE_FILE, certificate)
                .set(StoreVariable.ETCD_PRIVATE_KEY_FILE, key);
    }

    /** Judges the client's own certificate as if it were another day. */
    Probing loadedAt(Clock other) {
        clock = other;
        return this;
    }

    EtcdConfig config() {
        return StoreConfig.builder().environment(environment).build().etcd();
    }

    ProbeResult probe() {
        long start = System.nanoTime();
        ProbeResult result = probe(CONNECT_TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
        return result;
    }

    private ProbeResult probe(Duration timeout) {
        EtcdConfig config = config();
        ClientTls tls = config.tls()
                .map(it -> ClientTls.load(it, StoreVariable::variableName, clock))
                .orElse(null);
        Endpoint endpoint = config.endpoints().get(0);
        ProbeResult result = new ConnectionProbe(config, tls).probe(endpoint, Deadline.after(timeout));
        assertThat(result.endpoint()).isEqualTo(endpoint);
        return result;
    }

    Attempt fails(ConnectionFailure kind, StoreVariable variable) {
        ProbeResult result = probe();
        assertThat(result).isInstanceOf(ProbeResult.Failed.class);
        Attempt attempt = ((ProbeResult.Failed) result).attempt();
        assertThat(attempt.failure()).as(attempt.toString()).isEqualTo(kind);
        assertThat(attempt.toString()).startsWith(result.endpoint().toString());
        assertThat(attempt.remedy()).contains(variable.variableName()).endsWith(".");
        assertThat(((ProbeResult.Failed) result).cause()).isNotNull();
        return attempt;
    }

    void isHealthy() {
        assertThat(probe())
                .isInstanceOfSatisfying(
                        ProbeResult.Healthy.class,
                        healthy -> assertThat(healthy.version()).matches("3\\.[0-9]+\\.[0-9]+.*"));
    }
}
