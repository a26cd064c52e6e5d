package io.gatewaystore.etcd.internal.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Whether a certificate says of itself that a TLS client may present it. */
final class ClientUsage {

    /** {@code clientAuth} and {@code anyExtendedKeyUsage}. */
    private static final List<String> USABLE = List.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

    private ClientUsage() {}

    static boolean isAllowed(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages == null || usages.stream().anyMatch(USABLE::contains);
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
