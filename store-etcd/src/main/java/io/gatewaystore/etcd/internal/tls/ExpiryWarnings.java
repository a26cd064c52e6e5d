package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.status.CertificateStatus;
import io.gatewaystore.status.CertificateUse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Warns of certificates that are about to expire: 30, 7 and 1 days ahead, and once they have. Each of these is said once for a certificate, and
 * none that is as long as the certificate's whole life, since a certificate of a day is renewed every day.
 *
 * <p>Not thread-safe; confine to one thread.
 */
final class ExpiryWarnings {

    private static final List<Duration> AHEAD =
            List.of(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1), Duration.ZERO);

    private final Logger log;
    private Map<String, Duration> given = Map.of();

    ExpiryWarnings(Logger log) {
        this.log = log;
    }

    void look(List<CertificateStatus> certificates, Instant now) {
        Map<String, Duration> stillGiven = new HashMap<>();
        for (CertificateStatus certificate : certificates) {
            Duration left = Duration.between(now, certificate.notAfter());
            Duration life = Duration.between(certificate.notBefore(), certificate.notAfter());
            Duration due = null;
            for (Duration ahead : AHEAD) {
                if (left.compareTo(ahead) < 0 && ahead.compareTo(life) < 0) {
                    due = ahead;
                }
            }
            if (due == null) {
                continue;
            }
            String name = certificate.toString();
            if (!due.equals(given.get(name))) {
                warn(certificate, left);
            }
            stillGiven.put(name, due);
        }
        given = stillGiven;
    }

    private void warn(CertificateStatus certificate, Duration left) {
        StoreVariable variable = certificate.use() == CertificateUse.AUTHORITY
                ? StoreVariable.ETCD_CA_CERTIFICATE_FILE
                : StoreVariable.ETCD_CERTIFICATE_FILE;
        log.warn(
                "{} {}: {}; put a renewed one in its place, which is taken up without a restart",
                variable,
                left.isNegative()
                        ? "has expired, so that new connections to etcd may fail"
                        : "expires in " + text(left),
                certificate);
    }

    private static String text(Duration left) {
        return left.toDays() > 0 ? left.toDays() + " days" : left.toHours() + " hours";
    }
}
