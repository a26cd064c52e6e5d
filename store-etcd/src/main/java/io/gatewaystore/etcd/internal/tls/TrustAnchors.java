package io.gatewaystore.etcd.internal.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Turns the authorities that may vouch for the server into the JDK's own verification of certificate paths and names. */
final class TrustAnchors {

    private TrustAnchors() {}

    /** Trusts what the Java runtime trusts. */
    static X509ExtendedTrustManager ofRuntime() {
        return verification(null);
    }

    static X509ExtendedTrustManager of(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            return verification(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the Java runtime cannot hold certificates in memory", e);
        }
    }

    private static X509ExtendedTrustManager verification(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the Java runtime has no X.509 trust manager"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime cannot verify certificates", e);
        }
    }
}
