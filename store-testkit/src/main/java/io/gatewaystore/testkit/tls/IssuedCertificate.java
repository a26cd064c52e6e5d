package io.gatewaystore.testkit.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * A certificate, the intermediate certificates above it, and its private key.
 *
 * <p>Files are written with mode 0600 where the file system knows modes, and replaced in one step, so that a process
 * reading them never meets half a file.
 *
 * <p>Immutable.
 */
public final class IssuedCertificate {

    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;

    IssuedCertificate(PrivateKey privateKey, List<X509Certificate> chain) {
        this.privateKey = privateKey;
        this.chain = chain;
    }

    /**
     * Returns the certificate itself.
     *
     * @return the certificate
     */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /**
     * Returns the certificate followed by the intermediate ones, without the root.
     *
     * @return the chain, never empty
     */
    public List<X509Certificate> chain() {
        return chain;
    }

    /**
     * Returns the private key.
     *
     * @return the key
     */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /**
     * Returns a copy that lacks the intermediate certificates, as a server has it whose operator forgot them.
     *
     * @return the certificate alone, with its key
     */
    public IssuedCertificate withoutIntermediates() {
        return new IssuedCertificate(privateKey, List.of(certificate()));
    }

    /**
     * Writes the chain as PEM.
     *
     * @param file the file, replaced if it exists
     */
    public void writeChain(Path file) {
        PemFiles.write(file, PemFiles.certificates(chain));
    }

    /**
     * Writes the private key as PEM, not encrypted.
     *
     * @param file the file, replaced if it exists
     * @param format the format
     * @throws IllegalArgumentException if the format does not exist for this kind of key
     */
    public void writeKey(Path file, KeyFormat format) {
        Objects.requireNonNull(format, "format");
        PemFiles.write(file, PemFiles.key(privateKey, format));
    }

    /**
     * Writes the private key as PEM in encrypted PKCS#8 (AES-256, PBKDF2 with HMAC-SHA-256).
     *
     * @param file the file, replaced if it exists
     * @param password the password
     */
    public void writeEncryptedKey(Path file, String password) {
        Objects.requireNonNull(password, "password");
        PemFiles.write(file, PemFiles.encryptedKey(privateKey, password));
    }
}
