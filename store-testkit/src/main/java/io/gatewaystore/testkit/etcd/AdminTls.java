package io.gatewaystore.testkit.etcd;

import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.IssuedCertificate;
import io.gatewaystore.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS towards an etcd of ours: trusts exactly the certificate in the file the server was given, whatever it says, so that
 * tests can administer a server whose certificate has expired or names another host.
 */
final class AdminTls {

    private static final char[] PASSWORD = "in-memory".toCharArray();

    private AdminTls() {}

    static SSLContext context(TlsMode mode, TestCertificates certificates) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] keys = mode == TlsMode.MUTUAL_TLS ? keyManagers(certificates) : new KeyManager[0];
            TrustManager trust = new PinnedTrust(certificates.serverCertificateFile());
            context.init(keys, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("could not set up TLS towards etcd", e);
        }
    }

    private static KeyManager[] keyManagers(TestCertificates certificates)
            throws GeneralSecurityException, IOException {
        // Where authentication is on, etcd's gateway refuses clients whose certificate has a common name.
        IssuedCertificate client = certificates
                .authority()
                .issue(CertificateProfile.client("admin").commonName(""));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        X509Certificate[] chain = client.chain().toArray(X509Certificate[]::new);
        store.setKeyEntry("client", client.privateKey(), PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, PASSWORD);
        return factory.getKeyManagers();
    }

    private static final class PinnedTrust extends X509ExtendedTrustManager {

        private final Path file;

        PinnedTrust(Path file) {
            this.file = file;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            // Read each time: etcd does so too, and tests replace the file while it runs.
            try (InputStream pem = Files.newInputStream(file)) {
                CertificateFactory factory = CertificateFactory.getInstance("X.509");
                if (!chain[0].equals(factory.generateCertificate(pem))) {
                    throw new CertificateException("the server does not show the certificate in " + file);
                }
            } catch (IOException e) {
                throw new CertificateException("could not read " + file, e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("not a server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
