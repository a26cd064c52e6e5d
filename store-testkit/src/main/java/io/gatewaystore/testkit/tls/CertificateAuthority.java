package io.gatewaystore.testkit.tls;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * A certificate authority that lives as long as the test that made it.
 *
 * <p>Each one has a name and a key of its own, so certificates of two authorities never pass for each other. Its
 * validity began thirty days ago and lasts ten years, so that expired and not yet valid certificates fail for the reason
 * they were made for.
 *
 * <p>Thread-safe.
 */
public final class CertificateAuthority {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SERIAL_BITS = 159;
    private static final Duration AGE = Duration.ofDays(30);
    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final Duration A_DAY = Duration.ofDays(1);

    private final KeyPair keyPair;
    private final KeyAlgorithm keyAlgorithm;
    private final X509Certificate certificate;
    /** From this authority's own certificate up to, and without, the root. */
    private final List<X509Certificate> intermediates;

    private CertificateAuthority(
            KeyPair keyPair,
            KeyAlgorithm keyAlgorithm,
            X509Certificate certificate,
            List<X509Certificate> intermediates) {
        this.keyPair = keyPair;
        this.keyAlgorithm = keyAlgorithm;
        this.certificate = certificate;
        this.intermediates = intermediates;
    }

    /**
     * Creates a root authority with an elliptic-curve key.
     *
     * @return the authority
     */
    public static CertificateAuthority create() {
        return create(KeyAlgorithm.EC_P256);
    }

    /**
     * Creates a root authority.
     *
     * @param keyAlgorithm the kind of its key
     * @return the authority
     */
    public static CertificateAuthority create(KeyAlgorithm keyAlgorithm) {
        Objects.requireNonNull(keyAlgorithm, "keyAlgorithm");
        X500Name name = name("Throw-away test CA " + Long.toHexString(RANDOM.nextLong()));
        return issuing("create a certificate authority", () -> {
            KeyPair keys = keyAlgorithm.generate();
            X509Certificate certificate = authorityCertificate(
                    name,
                    keys.getPublic(),
                    1,
                    name,
                    keys,
                    keyAlgorithm,
                    Instant.now().plus(LIFETIME));
            return new CertificateAuthority(keys, keyAlgorithm, certificate, List.of());
        });
    }

    /**
     * Creates an authority whose certificate this one has issued. What it issues carries its certificate in the chain.
     *
     * @return the intermediate authority
     * @throws IllegalStateException if this authority is itself an intermediate one
     */
    public CertificateAuthority intermediate() {
        return intermediate(Instant.now().plus(LIFETIME));
    }

    /**
     * Creates an intermediate authority whose certificate expired a day ago. What it issues is itself valid.
     *
     * @return the intermediate authority
     * @throws IllegalStateException if this authority is itself an intermediate one
     */
    public CertificateAuthority expiredIntermediate() {
        return intermediate(Instant.now().minus(A_DAY));
    }

    private CertificateAuthority intermediate(Instant until) {
        if (!intermediates.isEmpty()) {
            throw new IllegalStateException("an intermediate authority may not issue another one");
        }
        X500Name name = name("Throw-away intermediate CA " + Long.toHexString(RANDOM.nextLong()));
        return issuing("create an intermediate authority", () -> {
            KeyPair keys = keyAlgorithm.generate();
            X509Certificate issued =
                    authorityCertificate(name, keys.getPublic(), 0, subject(certificate), keyPair, keyAlgorithm, until);
            return new CertificateAuthority(keys, keyAlgorithm, issued, List.of(issued));
        });
    }

    /**
     * The same root authority, of the same key, with a certificate that expired a day ago.
     *
     * @return the authority as it was
     * @throws IllegalStateException if this authority is an intermediate one
     */
    public CertificateAuthority expired() {
        if (!intermediates.isEmpty()) {
            throw new IllegalStateException("an intermediate authority does not sign its own certificate");
        }
        return issuing("let an authority expire", () -> {
            X500Name name = subject(certificate);
            X509Certificate ended = authorityCertificate(
                    name,
                    keyPair.getPublic(),
                    1,
                    name,
                    keyPair,
                    keyAlgorithm,
                    Instant.now().minus(A_DAY));
            return new CertificateAuthority(keyPair, keyAlgorithm, ended, List.of());
        });
    }

    /**
     * Issues a certificate for a fresh key pair.
     *
     * @param profile what the certificate is to say
     * @return the certificate, its chain and its private key
     */
    public IssuedCertificate issue(CertificateProfile profile) {
        Objects.requireNonNull(profile, "profile");
        return issuing("issue a certificate", () -> {
            KeyPair keys = profile.keyAlgorithm().generate();
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(leafCertificate(profile, keys.getPublic()));
            chain.addAll(intermediates);
            return new IssuedCertificate(keys.getPrivate(), List.copyOf(chain));
        });
    }

    /**
     * Returns this authority's own certificate, which those who trust it need.
     *
     * @return the certificate
     */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * Writes this authority's certificate as PEM, readable by the owner only.
     *
     * @param file the file, replaced if it exists
     */
    public void writeCertificate(Path file) {
        PemFiles.write(file, PemFiles.certificates(List.of(certificate)));
    }

    private X509Certificate leafCertificate(CertificateProfile profile, PublicKey publicKey)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject(certificate),
                serial(),
                Date.from(profile.notBefore()),
                Date.from(profile.notAfter()),
                name(profile.commonName()),
                publicKey);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(leafKeyUsage(profile.keyAlgorithm())));
        if (!profile.extendedUsages().isEmpty()) {
            builder.addExtension(Extension.extendedKeyUsage, false, extendedKeyUsage(profile));
        }
        if (!profile.alternativeNames().isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(profile.alternativeNames()));
        }
        addKeyIdentifiers(builder, publicKey, keyPair.getPublic());
        return sign(builder, keyPair, keyAlgorithm);
    }

    private static X509Certificate authorityCertificate(
            X500Name name,
            PublicKey publicKey,
            int pathLength,
            X500Name issuer,
            KeyPair issuerKeys,
            KeyAlgorithm signing,
            Instant until)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        Instant now = Instant.now();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, serial(), Date.from(now.minus(AGE)), Date.from(until), name, publicKey);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        addKeyIdentifiers(builder, publicKey, issuerKeys.getPublic());
        return sign(builder, issuerKeys, signing);
    }

    private static void addKeyIdentifiers(X509v3CertificateBuilder builder, PublicKey subject, PublicKey issuer)
            throws GeneralSecurityException, CertIOException {
        JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(subject));
        // By key only: issuer name and serial in it would break the chain of an authority renewed with the same key.
        builder.addExtension(Extension.authorityKeyIdentifier, false, utils.createAuthorityKeyIdentifier(issuer));
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair keys, KeyAlgorithm algorithm)
            throws GeneralSecurityException, OperatorCreationException {
        ContentSigner signer = new JcaContentSignerBuilder(algorithm.signatureAlgorithm()).build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static int leafKeyUsage(KeyAlgorithm algorithm) {
        return algorithm == KeyAlgorithm.RSA_2048
                ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment
                : KeyUsage.digitalSignature;
    }

    private static ExtendedKeyUsage extendedKeyUsage(CertificateProfile profile) {
        return new ExtendedKeyUsage(profile.extendedUsages().stream()
                .sorted()
                .map(usage -> usage == CertificateProfile.Usage.SERVER
                        ? KeyPurposeId.id_kp_serverAuth
                        : KeyPurposeId.id_kp_clientAuth)
                .toArray(KeyPurposeId[]::new));
    }

    private static GeneralNames alternativeNames(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name ->
                        new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static X500Name subject(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static X500Name name(String commonName) {
        X500NameBuilder subject =
                new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, "Throw-away test certificates");
        return (commonName.isEmpty() ? subject : subject.addRDN(BCStyle.CN, commonName)).build();
    }

    private static BigInteger serial() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(0);
    }

    private static <T> T issuing(String what, Issuance<T> issuance) {
        try {
            return issuance.run();
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("could not " + what, e);
        }
    }

    @FunctionalInterface
    private interface Issuance<T> {
        T run() throws GeneralSecurityException, OperatorCreationException, CertIOException;
    }
}
