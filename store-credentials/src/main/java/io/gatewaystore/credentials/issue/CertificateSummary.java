package io.gatewaystore.credentials.issue;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * What a certificate says, for people and for scripts.
 *
 * <p>Immutable.
 *
 * @param subject whose it is, as an RFC 2253 name
 * @param issuer who issued it, as an RFC 2253 name
 * @param serial its serial number, hexadecimal
 * @param sha256 the digest of the whole certificate, hexadecimal
 * @param key the kind of its key, for example {@code EC P-256}
 * @param names the DNS names and IP addresses it is valid for
 * @param notBefore from when it is valid
 * @param notAfter until when it is valid
 */
public record CertificateSummary(
        String subject,
        String issuer,
        String serial,
        String sha256,
        String key,
        List<String> names,
        Instant notBefore,
        Instant notAfter) {

    /**
     * Copies the names.
     *
     * @param subject whose it is
     * @param issuer who issued it
     * @param serial its serial number
     * @param sha256 the digest of the whole certificate
     * @param key the kind of its key
     * @param names the DNS names and IP addresses
     * @param notBefore from when it is valid
     * @param notAfter until when it is valid
     */
    public CertificateSummary {
        names = List.copyOf(names);
    }

    /**
     * Reads a certificate.
     *
     * @param certificate the certificate
     * @return what it says
     */
    public static CertificateSummary of(X509Certificate certificate) {
        return new CertificateSummary(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getSerialNumber().toString(16),
                sha256(certificate),
                KeyType.describe(certificate.getPublicKey()),
                names(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("the certificate cannot be encoded", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime lacks SHA-256", e);
        }
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream().map(name -> String.valueOf(name.get(1))).toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
