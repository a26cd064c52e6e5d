package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.config.Secret;
import io.gatewaystore.config.StoreVariable;
import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the private key of a PEM file: PKCS#8, encrypted PKCS#8, PKCS#1 RSA (also with OpenSSL's older encryption) and SEC1 EC.
 *
 * <p>No message repeats that of an exception: some quote what they failed to decode.
 */
final class PrivateKeys {

    private static final String DAMAGED = "holds a damaged private key (it cannot be decoded)";

    private final PemFile file;
    private final @Nullable Secret password;

    private PrivateKeys(PemFile file, @Nullable Secret password) {
        this.file = file;
        this.password = password;
    }

    static PrivateKey in(PemFile file, @Nullable Secret password) throws UnusableFileException {
        return new PrivateKeys(file, password).read();
    }

    private PrivateKey read() throws UnusableFileException {
        List<PemFile.Block> keys = file.privateKeys();
        if (keys.isEmpty()) {
            throw new UnusableFileException(
                    file.contents() + "; expected: " + StoreVariable.ETCD_PRIVATE_KEY_FILE.accepted());
        }
        if (keys.size() > 1) {
            throw new UnusableFileException("holds " + keys.size() + " private keys; expected: one");
        }
        PrivateKeyInfo info = info(parse(keys.get(0)));
        try {
            return new JcaPEMKeyConverter().getPrivateKey(info);
        } catch (PEMException | RuntimeException e) {
            throw new UnusableFileException(
                    "holds a private key that this Java runtime cannot use (its algorithm or curve, "
                            + info.getPrivateKeyAlgorithm().getAlgorithm() + ", is not supported)",
                    e);
        }
    }

    private static Object parse(PemFile.Block block) throws UnusableFileException {
        try (PEMParser parser = new PEMParser(new StringReader(block.text()))) {
            Object parsed = parser.readObject();
            if (parsed == null) {
                throw new UnusableFileException(DAMAGED);
            }
            return parsed;
        } catch (IOException | RuntimeException e) {
            throw new UnusableFileException(DAMAGED, e);
        }
    }

    private PrivateKeyInfo info(Object parsed) throws UnusableFileException {
        if (parsed instanceof PrivateKeyInfo plain) {
            return plain;
        }
        if (parsed instanceof PEMKeyPair pair) {
            return withCurve(pair.getPrivateKeyInfo());
        }
        if (parsed instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
            return decrypt(encrypted);
        }
        if (parsed instanceof PEMEncryptedKeyPair encrypted) {
            return decrypt(encrypted);
        }
        throw new UnusableFileException(DAMAGED);
    }

    private PrivateKeyInfo decrypt(PKCS8EncryptedPrivateKeyInfo encrypted) throws UnusableFileException {
        char[] revealed = password();
        // An instance of our own, not registered: the JDK's own ciphers take the usual object identifiers for variants
        // without padding.
        InputDecryptorProvider decryptor;
        try {
            decryptor = new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(revealed);
        } catch (OperatorCreationException e) {
            throw new UnusableFileException("is encrypted in a way that is not supported", e);
        }
        try {
            return encrypted.decryptPrivateKeyInfo(decryptor);
        } catch (PKCSException | RuntimeException e) {
            throw wrongPassword(e);
        }
    }

    private PrivateKeyInfo decrypt(PEMEncryptedKeyPair encrypted) throws UnusableFileException {
        char[] revealed = password();
        try {
            return withCurve(encrypted
                    .decryptKeyPair(new BcPEMDecryptorProvider(revealed))
                    .getPrivateKeyInfo());
        } catch (IOException | RuntimeException e) {
            throw wrongPassword(e);
        }
    }

    private char[] password() throws UnusableFileException {
        if (password == null) {
            throw new UnusableFileException("is encrypted and no password is set; set "
                    + StoreVariable.ETCD_PRIVATE_KEY_PASSWORD + " or " + StoreVariable.ETCD_PRIVATE_KEY_PASSWORD_FILE);
        }
        return password.reveal().toCharArray();
    }

    private static UnusableFileException wrongPassword(Exception cause) {
        return new UnusableFileException(
                "cannot be decrypted: the password is wrong; set " + StoreVariable.ETCD_PRIVATE_KEY_PASSWORD + " or "
                        + StoreVariable.ETCD_PRIVATE_KEY_PASSWORD_FILE + " to the one the key was encrypted with",
                cause);
    }

    /** SEC1 lets a key leave out its curve; then the block before it has to name it. */
    private PrivateKeyInfo withCurve(PrivateKeyInfo info) throws UnusableFileException {
        AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
        if (!X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm()) || algorithm.getParameters() != null) {
            return info;
        }
        List<PemFile.Block> curves = file.labelled("EC PARAMETERS");
        if (curves.isEmpty()) {
            throw new UnusableFileException(
                    "holds an EC private key that does not name its curve; convert it with openssl pkcs8 -topk8");
        }
        try {
            ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
            return new PrivateKeyInfo(
                    new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve(curves.get(0))), key);
        } catch (IOException | RuntimeException e) {
            throw new UnusableFileException(DAMAGED, e);
        }
    }

    private static ASN1Encodable curve(PemFile.Block block) throws UnusableFileException {
        Object parsed = parse(block);
        return parsed instanceof X9ECParameters explicit ? explicit : (ASN1Encodable) parsed;
    }
}
