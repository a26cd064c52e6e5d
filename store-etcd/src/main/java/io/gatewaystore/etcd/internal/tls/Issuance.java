package io.gatewaystore.etcd.internal.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

/** Whether one certificate issued another, by name and by signature. */
final class Issuance {

    private Issuance() {}

    static boolean isNamed(X509Certificate issued, X509Certificate issuer) {
        return issued.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    }

    static boolean isSigned(X509Certificate issued, X509Certificate issuer) {
        try {
            issued.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
