package io.gatewaystore.config;

import static io.gatewaystore.config.Loading.file;
import static io.gatewaystore.config.Loading.load;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configurations that gateway documentation prints, and those that charts and playbooks are known to render. */
class ReferenceDocumentTest {

    @TempDir
    private Path directory;

    @Test
    void plain() {
        StoreConfig config = load("BACKEND", "etcd", "ETCD_HOSTS", "hostname1:2379 hostname2:2379");

        assertThat(config.etcd().endpoints()).hasSize(2);
        assertThat(config.etcd().tls()).isEmpty();
    }

    @Test
    void clientToServerTransportSecurity() {
        Path ca = file(directory, "ca.crt", Loading.CERTIFICATE);
        StoreConfig config = load(
                "BACKEND", "etcd",
                "ETCD_HOSTS", "host:2379",
                "ETCD_USE_TLS", "true",
                "ETCD_CLIENT_CERT_AUTH", "false",
                "ETCD_CA_CERTIFICATE_FILE", ca.toString());

        assertThat(config.etcd().tls().orElseThrow().clientCertAuth()).isFalse();
        assertThat(config.etcd().tls().orElseThrow().caCertificateFile()).contains(ca);
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void authenticationWithClientCertificates() {
        StoreConfig config = withAllFiles("true");

        assertThat(config.etcd().tls().orElseThrow().clientCertAuth()).isTrue();
        assertThat(config.etcd().tls().orElseThrow().unusedClientCertificate()).isFalse();
        assertThat(config.warnings()).isEmpty();
    }

    /** The document's table for client certificates says false. It must load, and the later error must know why. */
    @Test
    void authenticationWithClientCertificatesAsMisprinted() {
        StoreConfig config = withAllFiles("false");

        assertThat(config.etcd().tls().orElseThrow().clientCertAuth()).isFalse();
        assertThat(config.etcd().tls().orElseThrow().unusedClientCertificate()).isTrue();
        assertThat(config.warnings()).hasSize(1).allMatch(text -> text.contains("ETCD_CLIENT_CERT_AUTH=true"));
    }

    private StoreConfig withAllFiles(String clientCertAuth) {
        return load(
                "BACKEND",
                "etcd",
                "ETCD_HOSTS",
                "host:2379",
                "ETCD_USE_TLS",
                "true",
                "ETCD_CLIENT_CERT_AUTH",
                clientCertAuth,
                "ETCD_CA_CERTIFICATE_FILE",
                file(directory, "ca.crt", Loading.CERTIFICATE).toString(),
                "ETCD_CERTIFICATE_FILE",
                file(directory, "client.crt", Loading.CERTIFICATE).toString(),
                "ETCD_PRIVATE_KEY_FILE",
                file(directory, "client.key", Loading.KEY).toString());
    }

    @Test
    void chartWithTlsTurnedOff() {
        assertThat(load("BACKEND", "etcd", "ETCD_USE_TLS", "false", "ETCD_CLIENT_CERT_AUTH", "true")
                        .etcd()
                        .tls())
                .isEmpty();
    }

    @Test
    void memoryWithWhateverIsLeftOfEtcd() {
        StoreConfig config = load(
                "BACKEND", "memory",
                "ETCD_HOSTS", "https://user:hunter2@etcd1:99999",
                "ETCD_USE_TLS", "true",
                "ETCD_CLIENT_CERT_AUTH", "true",
                "ETCD_CA_CERTIFICATE_FILE", "/nowhere/ca.crt",
                "ETCD_USERNAME", "gateway",
                "ETCD_PASSWORD_FILE", "/nowhere/password",
                "ETCD_REQUEST_TIMEOUT", "soon",
                "DYNAMODB_TABLE_NAME", "");

        assertThat(config.backend()).isEqualTo("memory");
        assertThat(config.requestTimeout()).hasSeconds(5);
        assertThat(config.warnings())
                .hasSize(2)
                .allMatch(warning -> warning.endsWith("; ignored, because the backend is 'memory'"))
                .noneMatch(warning -> warning.contains("hunter2"));
        assertThat(config.explain()).doesNotContain("hunter2");
    }
}
