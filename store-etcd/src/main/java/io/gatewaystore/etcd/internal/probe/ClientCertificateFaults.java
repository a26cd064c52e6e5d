package io.gatewaystore.etcd.internal.probe;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** What can be said about a rejected client certificate by looking at it, as a clause to add. */
final class ClientCertificateFaults {

    private static final List<String> USABLE = List.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

    private ClientCertificateFaults() {}

    static String of(X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            return "; it expired at " + certificate.getNotAfter().toInstant();
        } catch (CertificateNotYetValidException e) {
            return "; it is not valid before " + certificate.getNotBefore().toInstant();
        }
        return isForClients(certificate) ? "" : "; its extended key usage lacks clientAuth";
    }

    private static boolean isForClients(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages == null || usages.stream().anyMatch(USABLE::contains);
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
