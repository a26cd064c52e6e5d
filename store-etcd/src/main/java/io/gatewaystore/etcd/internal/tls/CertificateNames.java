package io.gatewaystore.etcd.internal.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * The hosts that a certificate is for: the names and addresses among its subject alternative names. The common name does not count.
 *
 * <p>Thread-safe.
 */
public final class CertificateNames {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateNames() {}

    /**
     * All hosts.
     *
     * @param certificate a certificate
     * @return names and addresses, in the certificate's order
     */
    public static List<String> of(X509Certificate certificate) {
        return of(certificate, List.of(DNS_NAME, IP_ADDRESS));
    }

    /** Whether the certificate is for any host by its name. */
    static boolean holdsName(X509Certificate certificate) {
        return !of(certificate, List.of(DNS_NAME)).isEmpty();
    }

    private static List<String> of(X509Certificate certificate, List<Integer> kinds) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return List.of();
            }
            return names.stream()
                    .filter(name -> kinds.contains(name.get(0)))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
