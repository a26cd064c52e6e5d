package io.gatewaystore.etcd.internal.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that may vouch for a server, as the JDK's own verification of certificate paths and names. The JDK does not ask whether an authority
 * that is trusted is valid itself, so those that are not at the moment of a handshake are left out of it.
 */
final class TrustAnchors {

    private final List<X509Certificate> authorities;
    private final Clock clock;
    private final X509ExtendedTrustManager all;

    private TrustAnchors(List<X509Certificate> authorities, Clock clock, X509ExtendedTrustManager all) {
        this.authorities = authorities;
        this.clock = clock;
        this.all = all;
    }

    /** Trusts what the Java runtime trusts. */
    static TrustAnchors ofRuntime() {
        return new TrustAnchors(List.of(), Clock.systemUTC(), verification(null));
    }

    static TrustAnchors of(List<X509Certificate> authorities, Clock clock) {
        return new TrustAnchors(List.copyOf(authorities), clock, verification(store(authorities)));
    }

    /** Verification by those that can vouch for a server now. */
    X509ExtendedTrustManager now() throws CertificateException {
        List<X509Certificate> able = able();
        if (able.size() == authorities.size()) {
            return all;
        }
        if (able.isEmpty()) {
            throw new CertificateException(
                    "no authority that is trusted can vouch for a server", new CertPathValidatorException(faults()));
        }
        return verification(store(able));
    }

    private List<X509Certificate> able() {
        Instant now = clock.instant();
        return authorities.stream()
                .filter(authority -> AuthorityCheck.fault(authority, now).isEmpty())
                .toList();
    }

    private String faults() {
        Instant now = clock.instant();
        return authorities.stream()
                .map(authority -> "'" + authority.getSubjectX500Principal().getName() + "' "
                        + AuthorityCheck.fault(authority, now).orElse("is valid"))
                .collect(Collectors.joining("; "));
    }

    X509Certificate[] acceptedIssuers() {
        return authorities.isEmpty() ? all.getAcceptedIssuers() : able().toArray(X509Certificate[]::new);
    }

    private static KeyStore store(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            return store;
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
