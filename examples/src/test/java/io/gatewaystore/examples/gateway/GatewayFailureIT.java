package io.gatewaystore.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.examples.gateway.GatewayProcess.Result;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.faults.ClosedPort;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever keeps a store from opening is told: where, why, and which variable to change. That it is told within the connect timeout is a matter of the
 * library, which is timed without the start of a process.
 */
class GatewayFailureIT {

    /** A fresh process on a busy machine takes its time to load what TLS needs. */
    private static final String PATIENT = "20s";

    @RegisterExtension
    static final EtcdExtension PLAIN = EtcdExtension.builder().build();

    @RegisterExtension
    static final EtcdExtension MUTUAL =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    @TempDir
    Path directory;

    @Test
    void closedPort() {
        try (ClosedPort closed = ClosedPort.take()) {
            String endpoint = closed.endpoint();
            expect(endpoint, ConnectionFailure.REFUSED, "GATEWAY_STORE_ETCD_HOSTS", hosts(endpoint));
        }
    }

    @Test
    void unknownHost() {
        expect(
                "no-such-host.invalid:2379",
                ConnectionFailure.UNKNOWN_HOST,
                "GATEWAY_STORE_ETCD_HOSTS",
                hosts("no-such-host.invalid"));
    }

    @Test
    void notEtcd() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        try {
            String endpoint = "127.0.0.1:" + server.getAddress().getPort();

            expect(endpoint, ConnectionFailure.NOT_ETCD, "GATEWAY_STORE_ETCD_HOSTS", hosts(endpoint));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void plaintextAgainstTls() {
        String endpoint = MUTUAL.endpoints().get(0);

        expect(endpoint, ConnectionFailure.SERVER_SPEAKS_TLS, "GATEWAY_STORE_ETCD_USE_TLS", hosts(endpoint));
    }

    @Test
    void tlsAgainstPlaintext() {
        expect(
                PLAIN.endpoints().get(0),
                ConnectionFailure.SERVER_SPEAKS_PLAINTEXT,
                "GATEWAY_STORE_ETCD_USE_TLS",
                with(PLAIN.environment(), "GATEWAY_STORE_ETCD_USE_TLS", "true"));
    }

    @Test
    void wrongAuthority() {
        Path other = directory.resolve("other-ca.pem");
        CertificateAuthority.create().writeCertificate(other);

        expectOfMutual(
                ConnectionFailure.UNTRUSTED_CA,
                "GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE",
                with(MUTUAL.environment(), "GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE", other.toString()));
    }

    @Test
    void missingClientCertificate() {
        expectOfMutual(
                ConnectionFailure.CLIENT_CERTIFICATE_REQUIRED,
                "GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH",
                with(MUTUAL.environment(), "GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH", "false"));
    }

    @Test
    void clientCertificateOfAnotherAuthority() {
        TestCertificates others = TestCertificates.create(directory);
        Map<String, String> environment = new HashMap<>(MUTUAL.environment());
        environment.put(
                "GATEWAY_STORE_ETCD_CERTIFICATE_FILE",
                others.clientCertificateFile().toString());
        environment.put(
                "GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE", others.clientKeyFile().toString());

        expectOfMutual(
                ConnectionFailure.CLIENT_CERTIFICATE_REJECTED, "GATEWAY_STORE_ETCD_CERTIFICATE_FILE", environment);
    }

    @Test
    void serverCertificateOfAnotherName() {
        expectOfServer(
                CertificateProfile.server().names("etcd.example"),
                ConnectionFailure.NAME_MISMATCH,
                "etcd.example",
                "GATEWAY_STORE_ETCD_SERVER_NAME");
    }

    @Test
    void expiredServerCertificate() {
        expectOfServer(
                CertificateProfile.server().expired(),
                ConnectionFailure.SERVER_CERTIFICATE_EXPIRED,
                "GATEWAY_STORE_ETCD_HOSTS");
    }

    private static void expectOfServer(CertificateProfile profile, ConnectionFailure failure, String... remedy) {
        EtcdSpec spec = EtcdSpec.builder()
                .tls(TlsMode.SERVER_TLS)
                .serverCertificate(profile)
                .build();
        try (EtcdCluster etcd = EtcdCluster.start(spec)) {
            Result result = expect(etcd.endpoints().get(0), failure, "", etcd.environment());

            assertThat(result.err()).contains(remedy);
        }
    }

    private static void expectOfMutual(ConnectionFailure failure, String variable, Map<String, String> environment) {
        expect(MUTUAL.endpoints().get(0), failure, variable, environment);
    }

    private static Result expect(
            String endpoint, ConnectionFailure failure, String variable, Map<String, String> environment) {
        Result result =
                GatewayProcess.run(with(environment, "GATEWAY_STORE_ETCD_CONNECT_TIMEOUT", PATIENT), "get", "services");

        assertThat(result.err())
                .contains(endpoint + ": ", "[" + failure + "]", variable)
                .doesNotContain("\tat ");
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        return result;
    }

    private static Map<String, String> hosts(String hosts) {
        return Map.of("GATEWAY_STORE_BACKEND", "etcd", "GATEWAY_STORE_ETCD_HOSTS", hosts);
    }

    private static Map<String, String> with(Map<String, String> environment, String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(variable, value);
        return changed;
    }
}
