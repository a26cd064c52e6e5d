package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's HTTPS server knows no ALPN and thus stands for a proxy that passes HTTP/1.1 only. */
class SecuredProxyTest {

    @TempDir
    Path directory;

    @Test
    void saysThatItSpeaksNoHttp2() throws IOException, GeneralSecurityException {
        fails(200, VersionServer.document("3.5.30"), ConnectionFailure.NO_HTTP2);
    }

    @Test
    void saysThatEtcdBehindItIsTooOld() throws IOException, GeneralSecurityException {
        fails(200, VersionServer.document("3.4.23"), ConnectionFailure.SERVER_TOO_OLD);
    }

    @Test
    void saysThatThereIsNoEtcdBehindIt() throws IOException, GeneralSecurityException {
        fails(404, "", ConnectionFailure.NOT_ETCD);
    }

    private void fails(int status, String body, ConnectionFailure kind) throws IOException, GeneralSecurityException {
        TestCertificates certificates = TestCertificates.create(directory);
        try (VersionServer server = VersionServer.answering(status, body, context(certificates))) {
            Probing.secured(server.endpoint())
                    .set(StoreVariable.ETCD_CA_CERTIFICATE_FILE, certificates.caFile())
                    .fails(kind, StoreVariable.ETCD_HOSTS);
        }
    }

    private static SSLContext context(TestCertificates certificates) throws IOException, GeneralSecurityException {
        char[] password = "in memory".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "server",
                certificates.server().privateKey(),
                password,
                certificates.server().chain().toArray(java.security.cert.X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
