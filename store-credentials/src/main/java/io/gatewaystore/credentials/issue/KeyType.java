package io.gatewaystore.credentials.issue;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of key that can be issued. Ed25519 is absent: not every client of etcd can read it.
 *
 * <p>Immutable.
 */
public enum KeyType {
    /** An elliptic-curve key on P-256. */
    EC_P256("EC", 256),
    /** An RSA key of 2048 bits. */
    RSA_2048("RSA", 2048),
    /** An RSA key of 3072 bits. */
    RSA_3072("RSA", 3072),
    /** An RSA key of 4096 bits. */
    RSA_4096("RSA", 4096);

    private final String algorithm;
    private final int bits;

    KeyType(String algorithm, int bits) {
        this.algorithm = algorithm;
        this.bits = bits;
    }

    KeyPair generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    /** By which keys like this one sign, whoever generated them. */
    static String signatureAlgorithm(PublicKey key) {
        return isRsa(key) ? "SHA256withRSA" : "SHA256withECDSA";
    }

    static boolean isRsa(PublicKey key) {
        return key instanceof RSAKey;
    }

    /**
     * The kind that a {@link CertificateSummary} describes.
     *
     * @param description what it says of a key
     * @return empty if keys of that kind are not issued
     */
    public static Optional<KeyType> described(String description) {
        return Arrays.stream(values())
                .filter(type -> description.equals((type.algorithm.equals("EC") ? "EC P-" : "RSA ") + type.bits))
                .findFirst();
    }

    /** What kind of key it is, in words. */
    static String describe(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return "RSA " + rsa.getModulus().bitLength();
        }
        if (key instanceof ECKey ec) {
            return "EC P-" + ec.getParams().getCurve().getField().getFieldSize();
        }
        return key.getAlgorithm();
    }
}
