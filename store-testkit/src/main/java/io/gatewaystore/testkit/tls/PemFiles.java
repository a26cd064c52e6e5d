package io.gatewaystore.testkit.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/** Encodes certificates and keys as PEM and writes them to files only their owner can read. */
final class PemFiles {

    private PemFiles() {}

    static String certificates(List<X509Certificate> chain) {
        try {
            List<PemObject> objects = new ArrayList<>();
            for (X509Certificate certificate : chain) {
                objects.add(new PemObject("CERTIFICATE", certificate.getEncoded()));
            }
            return encode(objects);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("could not encode a certificate", e);
        }
    }

    static String key(PrivateKey key, KeyFormat format) {
        try {
            return encode(List.of(
                    switch (format) {
                        case PKCS8 -> new PemObject("PRIVATE KEY", key.getEncoded());
                        case PKCS1 -> pkcs1(key);
                        case SEC1 -> sec1(key);
                    }));
        } catch (IOException e) {
            throw new UncheckedIOException("could not encode a private key", e);
        }
    }

    static String encryptedKey(PrivateKey key, String password) {
        try {
            var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                    // The JDK takes this cipher's object identifier for its variant without padding.
                    .setProvider(new BouncyCastleProvider())
                    .setPRF(PKCS8Generator.PRF_HMACSHA256)
                    .setPassword(password.toCharArray())
                    .build();
            return encode(List.of(new JcaPKCS8Generator(key, encryptor)));
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("could not encrypt a private key", e);
        }
    }

    static void write(Path file, String pem) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            Path temporary = Files.createTempFile(directory, "pem", ".tmp", ownerOnly());
            Files.writeString(temporary, pem);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }

    private static PemObject pkcs1(PrivateKey key) throws IOException {
        if (!"RSA".equals(key.getAlgorithm())) {
            throw new IllegalArgumentException(
                    "format: PKCS1 (expected: PKCS8 or SEC1 for a key of " + key.getAlgorithm() + ")");
        }
        ASN1Encodable body = PrivateKeyInfo.getInstance(key.getEncoded()).parsePrivateKey();
        return new PemObject("RSA PRIVATE KEY", body.toASN1Primitive().getEncoded());
    }

    private static PemObject sec1(PrivateKey key) throws IOException {
        if (!(key instanceof ECPrivateKey ellipticKey)) {
            throw new IllegalArgumentException(
                    "format: SEC1 (expected: PKCS8 or PKCS1 for a key of " + key.getAlgorithm() + ")");
        }
        // A PKCS#8 envelope names the curve outside of the key, so the key inside lacks it; a SEC1 file needs it
        // inside.
        ASN1Encodable curve = PrivateKeyInfo.getInstance(key.getEncoded())
                .getPrivateKeyAlgorithm()
                .getParameters();
        int orderBits = ellipticKey.getParams().getOrder().bitLength();
        var body = new org.bouncycastle.asn1.sec.ECPrivateKey(orderBits, ellipticKey.getS(), curve);
        return new PemObject("EC PRIVATE KEY", body.getEncoded());
    }

    private static String encode(List<? extends PemObjectGenerator> objects) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            for (PemObjectGenerator object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not encode PEM", e);
        }
        return text.toString();
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
