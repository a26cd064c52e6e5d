package io.gatewaystore.credentials.issue;

import java.io.IOException;
import java.io.StringWriter;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemGenerationException;

/**
 * A certificate and the private key that belongs to it. The key is in no {@code toString}.
 *
 * <p>Immutable.
 */
public final class KeyedCertificate {

    private final X509Certificate certificate;
    private final PrivateKey privateKey;

    /**
     * Puts the two together; whether they are a pair is not checked here.
     *
     * @param certificate the certificate
     * @param privateKey its key
     */
    public KeyedCertificate(X509Certificate certificate, PrivateKey privateKey) {
        this.certificate = Objects.requireNonNull(certificate, "certificate");
        this.privateKey = Objects.requireNonNull(privateKey, "privateKey");
    }

    /**
     * The certificate.
     *
     * @return the certificate
     */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * The private key: a secret.
     *
     * @return the key
     */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /**
     * The private key as unencrypted PKCS#8, the one form that etcd and every client reads: a secret.
     *
     * @return PEM text
     */
    public String privateKeyPem() {
        // Not the PEM writer's own choice, which leaves out the curve of keys made by the JDK.
        return pem(List.of(pkcs8()));
    }

    /**
     * Certificates as PEM, in their order.
     *
     * @param certificates the certificates
     * @return PEM text
     */
    public static String pem(Iterable<?> certificates) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object certificate : certificates) {
                writer.writeObject(certificate);
            }
        } catch (IOException e) {
            throw new IllegalStateException("could not encode as PEM", e);
        }
        return text.toString();
    }

    private JcaPKCS8Generator pkcs8() {
        try {
            return new JcaPKCS8Generator(privateKey, null);
        } catch (PemGenerationException e) {
            throw new IllegalStateException("could not encode the private key", e);
        }
    }

    @Override
    public String toString() {
        return "KeyedCertificate[" + certificate.getSubjectX500Principal() + "]";
    }
}
