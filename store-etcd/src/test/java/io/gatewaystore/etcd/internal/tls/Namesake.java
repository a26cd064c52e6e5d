package io.gatewaystore.etcd.internal.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes what an authority of a given name would have made, had it another key. */
public final class Namesake {

    private Namesake() {}

    /** Writes a root certificate with the name of another one and a key of its own. */
    public static Path of(X509Certificate authority, Path file) {
        KeyPair keys = keys("EC");
        return bundle(file, certificate(authority, keys.getPublic(), keys, "SHA256withECDSA", true));
    }

    /** Makes a certificate with the name of another one that signs itself. */
    public static X509Certificate selfSigned(X509Certificate named, KeyPair keys, String signature) {
        return certificate(named, keys.getPublic(), keys, signature, true);
    }

    /** Makes a root certificate with the name of another one that is valid between two moments and has key usages of {@link KeyUsage}. */
    public static X509Certificate authority(X509Certificate named, Instant from, Instant until, int usages) {
        KeyPair keys = keys("EC");
        return certificate(named, named, keys.getPublic(), keys, "SHA256withECDSA", true, from, until, usages);
    }

    /** Makes a certificate with the name of another one for a key of any kind. */
    public static X509Certificate certify(X509Certificate named, PublicKey key) {
        return certificate(named, key, keys("EC"), "SHA256withECDSA", false);
    }

    /** Writes certificates into one file. */
    public static Path bundle(Path file, X509Certificate... certificates) {
        return write(file, (Object[]) certificates);
    }

    /** Writes a private key as Bouncy Castle's writer has it. */
    public static Path key(Path file, PrivateKey key) {
        return write(file, key);
    }

    /** Writes a list of revoked certificates. */
    public static Path revocations(X509Certificate authority, Path file, X509Certificate... revoked) {
        try {
            Instant now = Instant.now();
            var builder = new JcaX509v2CRLBuilder(
                    authority.getSubjectX500Principal(), Date.from(now.minus(1, ChronoUnit.HOURS)));
            builder.setNextUpdate(Date.from(now.plus(1, ChronoUnit.DAYS)));
            for (X509Certificate certificate : revoked) {
                builder.addCRLEntry(certificate.getSerialNumber(), Date.from(now), CRLReason.keyCompromise);
            }
            X509CRLHolder list = builder.build(signer(keys("EC"), "SHA256withECDSA"));
            return write(file, list);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a key pair. */
    public static KeyPair keys(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(
            X509Certificate named, PublicKey key, KeyPair keys, String signature, boolean authority) {
        Instant now = Instant.now();
        return certificate(
                named,
                named,
                key,
                keys,
                signature,
                authority,
                now.minus(1, ChronoUnit.HOURS),
                now.plus(1, ChronoUnit.DAYS),
                authority ? KeyUsage.keyCertSign | KeyUsage.digitalSignature : KeyUsage.digitalSignature);
    }

    private static X509Certificate certificate(
            X509Certificate named,
            X509Certificate issuer,
            PublicKey key,
            KeyPair keys,
            String signature,
            boolean authority,
            Instant from,
            Instant until,
            int usages) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer.getSubjectX500Principal(),
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(from),
                    Date.from(until),
                    named.getSubjectX500Principal(),
                    key);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usages));
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer(keys, signature)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ContentSigner signer(KeyPair keys, String signature) throws OperatorCreationException {
        return new JcaContentSignerBuilder(signature).build(keys.getPrivate());
    }

    private static Path write(Path file, Object... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
            writer.flush();
            return Files.writeString(file, text.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
