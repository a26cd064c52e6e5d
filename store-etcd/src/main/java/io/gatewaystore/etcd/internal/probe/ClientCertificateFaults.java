package io.gatewaystore.etcd.internal.probe;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;

/** What can be said about a rejected client certificate by looking at it, beyond what was checked when it was loaded, as a clause to add. */
final class ClientCertificateFaults {

    private ClientCertificateFaults() {}

    static String of(X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            return "; it expired at " + certificate.getNotAfter().toInstant();
        } catch (CertificateNotYetValidException e) {
            return "; it is not valid before " + certificate.getNotBefore().toInstant();
        }
        return "";
    }
}
