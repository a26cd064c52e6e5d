package io.gatewaystore.etcd.internal.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Whether a certificate is valid at a moment. */
final class Validity {

    private Validity() {}

    /** Why it is not, as the end of a sentence that begins with the certificate. */
    static Optional<String> fault(X509Certificate certificate, Instant now) {
        Instant notBefore = certificate.getNotBefore().toInstant();
        Instant notAfter = certificate.getNotAfter().toInstant();
        if (now.isAfter(notAfter)) {
            return Optional.of("expired at " + notAfter);
        }
        return now.isBefore(notBefore)
                ? Optional.of("is not valid before " + notBefore + ", which is yet to come by this machine's clock")
                : Optional.empty();
    }
}
