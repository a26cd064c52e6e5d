package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's HTTPS server knows no ALPN and thus stands for a proxy that passes HTTP/1.1 only. */
class SecuredProxyTest {

    @TempDir
    Path directory;

    @Test
    void saysThatEtcdBehindItIsTooOld() throws IOException {
        fails(200, VersionServer.document("3.4.23"), ConnectionFailure.SERVER_TOO_OLD);
    }

    @Test
    void saysThatThereIsNoCipherSuiteInCommon() throws IOException {
        TestCertificates certificates = TestCertificates.create(directory);
        SSLContext context = ServerContext.of(certificates);
        try (Listener server = new Listener(tcp -> handshakeForRsaOnly(context, tcp))) {
            Probing.secured(server.endpoint())
                    .set(StoreVariable.ETCD_CA_CERTIFICATE_FILE, certificates.caFile())
                    .fails(ConnectionFailure.NO_COMMON_PROTOCOL, StoreVariable.ETCD_HOSTS);
        }
    }

    /** Its certificate is for an elliptic-curve key, so none of its cipher suites can be used. */
    private static void handshakeForRsaOnly(SSLContext context, Socket tcp) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, null, tcp.getPort(), true)) {
            socket.setUseClientMode(false);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
            socket.startHandshake();
        }
    }

    private void fails(int status, String body, ConnectionFailure kind) throws IOException {
        TestCertificates certificates = TestCertificates.create(directory);
        try (VersionServer server = VersionServer.answering(status, body, ServerContext.of(certificates))) {
            Probing.secured(server.endpoint())
                    .set(StoreVariable.ETCD_CA_CERTIFICATE_FILE, certificates.caFile())
                    .fails(kind, StoreVariable.ETCD_HOSTS);
        }
    }
}
