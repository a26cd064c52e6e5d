package io.gatewaystore.etcd.internal.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Whether a certificate of the CA file can vouch for a server. What is wrong with it would otherwise show as a server that nobody trusts. */
final class AuthorityCheck {

    private static final int KEY_CERT_SIGN = 5;
    private static final int FIRST_VERSION_WITH_EXTENSIONS = 3;

    private AuthorityCheck() {}

    /** Why it cannot, as the end of a sentence that begins with its name. */
    static Optional<String> fault(X509Certificate certificate, Instant now) {
        return Validity.fault(certificate, now).or(() -> role(certificate));
    }

    /** A certificate that is trusted although it is no authority's, because a server may have issued it to itself. */
    static boolean vouchesForItselfOnly(X509Certificate certificate) {
        return !isAuthority(certificate)
                && certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static Optional<String> role(X509Certificate certificate) {
        if (vouchesForItselfOnly(certificate)) {
            return Optional.empty();
        }
        if (!isAuthority(certificate)) {
            return Optional.of("is not that of a CA (its basic constraints do not say so)");
        }
        boolean[] usage = certificate.getKeyUsage();
        return usage == null || usage[KEY_CERT_SIGN]
                ? Optional.empty()
                : Optional.of("may not sign certificates (its key usage lacks keyCertSign)");
    }

    private static boolean isAuthority(X509Certificate certificate) {
        return certificate.getVersion() < FIRST_VERSION_WITH_EXTENSIONS || certificate.getBasicConstraints() >= 0;
    }
}
