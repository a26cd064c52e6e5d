package io.gatewaystore.credentials.issue;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What our certificates look like on the inside, and how they are signed. */
final class CertificateForm {

    private static final SecureRandom RANDOM = new SecureRandom();
    /** RFC 5280 allows 20 octets, and the first bit is the sign. */
    private static final int SERIAL_BITS = 159;
    /** For machines whose clocks are behind. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final X509v3CertificateBuilder builder;
    private final PublicKey issuerKey;

    private CertificateForm(
            X500Name issuer, PublicKey issuerKey, X500Name subject, PublicKey key, Instant now, Instant end)
            throws GeneralSecurityException, CertIOException {
        this.issuerKey = issuerKey;
        builder = new JcaX509v3CertificateBuilder(
                issuer, serial(), Date.from(now.minus(SKEW)), Date.from(end), subject, key);
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
        // By key only: issuer name and serial in it would break the chain of an authority renewed with the same key.
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuerKey));
    }

    static CertificateForm authority(X500Name name, PublicKey key, Instant now, Instant end)
            throws GeneralSecurityException, CertIOException {
        CertificateForm form = new CertificateForm(name, key, name, key, now, end);
        form.builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        form.builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return form;
    }

    /** A certificate that the authority issues, for as long as is asked for or as it lives itself. */
    static CertificateForm leaf(X509Certificate authority, X500Name subject, PublicKey key, Instant now, Instant end)
            throws GeneralSecurityException, CertIOException {
        Instant last = authority.getNotAfter().toInstant();
        CertificateForm form = new CertificateForm(
                X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()),
                authority.getPublicKey(),
                subject,
                key,
                now,
                end.isAfter(last) ? last : end);
        form.builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        form.builder.addExtension(Extension.keyUsage, true, new KeyUsage(leafUsage(key)));
        return form;
    }

    /** With RSA, TLS 1.2 may also encrypt a secret with the key. */
    private static int leafUsage(PublicKey key) {
        return KeyType.isRsa(key) ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment : KeyUsage.digitalSignature;
    }

    CertificateForm usedFor(KeyPurposeId... purposes) throws CertIOException {
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        return this;
    }

    CertificateForm named(GeneralNames names) throws CertIOException {
        builder.addExtension(Extension.subjectAlternativeName, false, names);
        return this;
    }

    X509Certificate sign(PrivateKey key) throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder(KeyType.signatureAlgorithm(issuerKey)).build(key)));
    }

    static BigInteger serial() {
        BigInteger serial = new BigInteger(SERIAL_BITS, RANDOM);
        return serial.signum() == 0 ? serial() : serial;
    }
}
