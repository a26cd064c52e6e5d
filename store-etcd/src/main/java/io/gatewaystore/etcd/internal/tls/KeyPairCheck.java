package io.gatewaystore.etcd.internal.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * Whether a private key and a public key belong together, found out by signing with the one and verifying with the other. Without this the
 * mistake would show only as the server's complaint about a signature.
 */
final class KeyPairCheck {

    private static final byte[] MESSAGE = "do these keys belong together?".getBytes(StandardCharsets.US_ASCII);

    private KeyPairCheck() {}

    static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        try {
            Signature signer = signature(privateKey);
            signer.initSign(privateKey);
            signer.update(MESSAGE);
            byte[] signed = signer.sign();
            Signature verifier = signature(privateKey);
            verifier.initVerify(publicKey);
            verifier.update(MESSAGE);
            return verifier.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            // Keys of different kinds do not get as far as a comparison.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime lacks signatures for " + privateKey.getAlgorithm(), e);
        }
    }

    private static Signature signature(PrivateKey key) throws GeneralSecurityException {
        return switch (key.getAlgorithm()) {
            case "RSA" -> Signature.getInstance("SHA256withRSA");
            case "RSASSA-PSS" -> pss();
            case "EC" -> Signature.getInstance("SHA256withECDSA");
            case "EdDSA", "Ed25519", "Ed448" -> Signature.getInstance("EdDSA");
            case "DSA" -> Signature.getInstance("SHA256withDSA");
            default -> throw new NoSuchAlgorithmException(key.getAlgorithm());
        };
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return signature;
    }
}
