package io.gatewaystore.testkit.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** The kind of key pair a certificate is issued for. Immutable. */
public enum KeyAlgorithm {
    /** An elliptic-curve key on P-256, signing with SHA-256. What is used unless something else is asked for. */
    EC_P256("SHA256withECDSA") {
        @Override
        KeyPair generate() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        }
    },

    /** An RSA key of 2048 bits, signing with SHA-256. */
    RSA_2048("SHA256withRSA") {
        @Override
        KeyPair generate() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        }
    };

    private final String signatureAlgorithm;

    KeyAlgorithm(String signatureAlgorithm) {
        this.signatureAlgorithm = signatureAlgorithm;
    }

    abstract KeyPair generate() throws GeneralSecurityException;

    String signatureAlgorithm() {
        return signatureAlgorithm;
    }
}
