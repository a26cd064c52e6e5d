package io.gatewaystore.testkit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateAuthorityTest {

    private static final String SERVER_USAGE = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_USAGE = "1.3.6.1.5.5.7.3.2";

    private final CertificateAuthority authority = CertificateAuthority.create();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void certificatesChainToTheirAuthorityAndNoOther(KeyAlgorithm algorithm) throws GeneralSecurityException {
        CertificateAuthority ours = CertificateAuthority.create(algorithm);

        IssuedCertificate issued = ours.issue(CertificateProfile.server().keyAlgorithm(algorithm));

        validate(issued, ours);
        assertThatThrownBy(() -> validate(issued, authority)).isInstanceOf(CertPathValidatorException.class);
        assertMatches(issued.privateKey(), issued.certificate().getPublicKey());
    }

    @Test
    void serversAreNamedAndMayBeClientsToo() throws GeneralSecurityException {
        X509Certificate server = authority.issue(CertificateProfile.server()).certificate();

        assertThat(alternativeNames(server)).containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(server.getExtendedKeyUsage()).containsExactlyInAnyOrder(SERVER_USAGE, CLIENT_USAGE);
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(server.getSubjectX500Principal().getName()).doesNotContain("CN=");
    }

    @Test
    void clientsMayBeClientsOnly() throws GeneralSecurityException {
        X509Certificate client =
                authority.issue(CertificateProfile.client("node-1")).certificate();

        assertThat(client.getExtendedKeyUsage()).containsExactly(CLIENT_USAGE);
        assertThat(client.getSubjectX500Principal().getName()).contains("CN=node-1");
    }

    @Test
    void namesAndUsagesCanBeLeftOut() throws GeneralSecurityException {
        X509Certificate bare =
                authority.issue(CertificateProfile.server().names().usages()).certificate();

        assertThat(bare.getSubjectAlternativeNames()).isNull();
        assertThat(bare.getExtendedKeyUsage()).isNull();
    }

    @Test
    void validityCanBeOverOrYetToCome() {
        assertThatThrownBy(() ->
                        validate(authority.issue(CertificateProfile.server().expired()), authority))
                .isInstanceOfSatisfying(
                        CertPathValidatorException.class,
                        e -> assertThat(e.getReason()).isEqualTo(BasicReason.EXPIRED));
        assertThatThrownBy(() ->
                        validate(authority.issue(CertificateProfile.server().notYetValid()), authority))
                .isInstanceOfSatisfying(
                        CertPathValidatorException.class,
                        e -> assertThat(e.getReason()).isEqualTo(BasicReason.NOT_YET_VALID));
    }

    @Test
    void anIntermediateIsPartOfTheChain() throws GeneralSecurityException {
        CertificateAuthority intermediate = authority.intermediate();

        IssuedCertificate issued = intermediate.issue(CertificateProfile.server());

        assertThat(issued.chain()).containsExactly(issued.certificate(), intermediate.certificate());
        validate(issued, authority);
        assertThatThrownBy(() -> validate(issued.withoutIntermediates(), authority))
                .isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void serialNumbersDiffer() {
        X509Certificate one = authority.issue(CertificateProfile.server()).certificate();
        X509Certificate two = authority.issue(CertificateProfile.server()).certificate();

        assertThat(one.getSerialNumber()).isPositive().isNotEqualTo(two.getSerialNumber());
    }

    @Test
    void filesAreForTheirOwnerOnlyAndHoldTheChain() throws IOException, GeneralSecurityException {
        IssuedCertificate issued = authority.intermediate().issue(CertificateProfile.server());
        Path file = directory.resolve("chain.pem");

        issued.writeChain(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Collection<? extends java.security.cert.Certificate> read = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
        assertThat(List.copyOf(read)).isEqualTo(issued.chain());
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void pkcs8IsWhatTheJdkReads(KeyAlgorithm algorithm) throws GeneralSecurityException, IOException {
        IssuedCertificate issued = authority.issue(CertificateProfile.server().keyAlgorithm(algorithm));
        Path file = directory.resolve("key.pem");

        issued.writeKey(file, KeyFormat.PKCS8);

        byte[] encoded = ((PrivateKeyInfo) parse(file)).getEncoded();
        PrivateKey read = KeyFactory.getInstance(issued.privateKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        assertMatches(read, issued.certificate().getPublicKey());
    }

    @Test
    void sec1NamesItsCurve() throws GeneralSecurityException, IOException {
        IssuedCertificate issued = authority.issue(CertificateProfile.server());
        Path file = directory.resolve("key.pem");

        issued.writeKey(file, KeyFormat.SEC1);

        assertThat(Files.readString(file)).startsWith("-----BEGIN EC PRIVATE KEY-----");
        PrivateKey read = new JcaPEMKeyConverter().getPrivateKey(((PEMKeyPair) parse(file)).getPrivateKeyInfo());
        assertMatches(read, issued.certificate().getPublicKey());
    }

    @Test
    void pkcs1IsReadBack() throws GeneralSecurityException, IOException {
        IssuedCertificate issued = authority.issue(CertificateProfile.server().keyAlgorithm(KeyAlgorithm.RSA_2048));
        Path file = directory.resolve("key.pem");

        issued.writeKey(file, KeyFormat.PKCS1);

        assertThat(Files.readString(file)).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        PrivateKey read = new JcaPEMKeyConverter().getPrivateKey(((PEMKeyPair) parse(file)).getPrivateKeyInfo());
        assertMatches(read, issued.certificate().getPublicKey());
    }

    @Test
    void anEncryptedKeyNeedsItsPassword() throws Exception {
        IssuedCertificate issued = authority.issue(CertificateProfile.client("node-1"));
        Path file = directory.resolve("key.pem");

        issued.writeEncryptedKey(file, "s3cret");

        assertThat(Files.readString(file)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        PKCS8EncryptedPrivateKeyInfo encrypted = (PKCS8EncryptedPrivateKeyInfo) parse(file);
        var decryptor = new JceOpenSSLPKCS8DecryptorProviderBuilder().setProvider(new BouncyCastleProvider());
        PrivateKey read = new JcaPEMKeyConverter()
                .getPrivateKey(encrypted.decryptPrivateKeyInfo(decryptor.build("s3cret".toCharArray())));
        assertMatches(read, issued.certificate().getPublicKey());
        assertThatThrownBy(() -> encrypted.decryptPrivateKeyInfo(decryptor.build("wrong".toCharArray())))
                .isInstanceOf(Exception.class);
    }

    @Test
    void aFormatOfAnotherAlgorithmIsRefused() {
        IssuedCertificate elliptic = authority.issue(CertificateProfile.server());
        IssuedCertificate rsa = authority.issue(CertificateProfile.server().keyAlgorithm(KeyAlgorithm.RSA_2048));
        Path file = directory.resolve("key.pem");

        assertThatThrownBy(() -> elliptic.writeKey(file, KeyFormat.PKCS1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rsa.writeKey(file, KeyFormat.SEC1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(file).doesNotExist();
    }

    private static void validate(IssuedCertificate issued, CertificateAuthority trusted)
            throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(trusted.certificate(), null)));
        parameters.setRevocationEnabled(false);
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(issued.chain());
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private static void assertMatches(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm = "RSA".equals(publicKey.getAlgorithm()) ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] text = "text".getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(privateKey);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(text);
        assertThat(signature.verify(signed)).isTrue();
    }

    private static List<String> alternativeNames(X509Certificate certificate) throws GeneralSecurityException {
        return certificate.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    private static Object parse(Path file) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file)))) {
            return parser.readObject();
        }
    }
}
