package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.config.StoreVariable;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Checks that the client's certificates and key fit together and are what a server accepts, as far as the client can know. */
final class IdentityCheck {

    private final Path certificateFile;
    private final Path keyFile;
    private final Findings findings;

    IdentityCheck(Path certificateFile, Path keyFile, Findings findings) {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.findings = findings;
    }

    void chain(List<X509Certificate> chain, Instant now) {
        for (X509Certificate certificate : chain) {
            Validity.fault(certificate, now)
                    .ifPresent(fault -> problem("holds a certificate (" + name(certificate) + ") that " + fault
                            + "; replace it by a valid one"));
        }
        if (!ClientUsage.isAllowed(chain.get(0))) {
            problem(
                    "holds a certificate that TLS clients may not present: its extended key usage lacks clientAuth; expected:"
                            + " one issued with clientAuth");
        }
        links(chain);
    }

    private void links(List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            X509Certificate issued = chain.get(i - 1);
            X509Certificate issuer = chain.get(i);
            if (!Issuance.isNamed(issued, issuer)) {
                problem("holds certificates out of order: number " + i + " (" + name(issued)
                        + ") is followed by one that did not issue it (" + name(issuer)
                        + "); expected: the client's own certificate first, each followed by that of its issuer");
                return;
            }
            if (!Issuance.isSigned(issued, issuer)) {
                problem("holds a certificate (" + name(issued) + ") that the one after it (" + name(issuer)
                        + ") has not signed, although it has the name of the issuer; expected: the issuer's certificate with"
                        + " the key that it signed with");
                return;
            }
        }
    }

    void pair(List<X509Certificate> chain, PrivateKey key) {
        if (KeyPairCheck.belongTogether(key, chain.get(0).getPublicKey())) {
            return;
        }
        boolean ofAnother = chain.stream().anyMatch(other -> KeyPairCheck.belongTogether(key, other.getPublicKey()));
        findings.problem(
                StoreVariable.ETCD_PRIVATE_KEY_FILE,
                keyFile,
                "does not belong to the certificate in '" + certificateFile + "' ("
                        + StoreVariable.ETCD_CERTIFICATE_FILE
                        + (ofAnother
                                ? "), but to a later one in that file; expected: the client's own certificate first"
                                : "); expected: the key that the certificate was issued for"));
    }

    /** No more than a doubt: etcd may trust other authorities with its clients than clients trust with etcd. */
    void issuer(List<X509Certificate> chain, Path caFile, List<X509Certificate> authorities) {
        X509Certificate last = chain.get(chain.size() - 1);
        List<X509Certificate> named = authorities.stream()
                .filter(authority -> Issuance.isNamed(last, authority))
                .toList();
        if (named.stream().anyMatch(authority -> Issuance.isSigned(last, authority)) || authorities.contains(last)) {
            return;
        }
        String issuer = "'" + last.getIssuerX500Principal().getName() + "'";
        findings.warning(
                StoreVariable.ETCD_CERTIFICATE_FILE,
                certificateFile,
                named.isEmpty()
                        ? "was issued by " + issuer + ", of which '" + caFile + "' ("
                                + StoreVariable.ETCD_CA_CERTIFICATE_FILE
                                + ") knows nothing; etcd refuses it unless its --trusted-ca-file has another CA. If the issuer is"
                                + " an intermediate CA, its certificate must follow in the file"
                        : "was issued by a CA of the name " + issuer + ", but not by the one in '" + caFile + "' ("
                                + StoreVariable.ETCD_CA_CERTIFICATE_FILE
                                + "), which has another key; if the CA was made anew, so must be the certificate");
    }

    private void problem(String sentence) {
        findings.problem(StoreVariable.ETCD_CERTIFICATE_FILE, certificateFile, sentence);
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
