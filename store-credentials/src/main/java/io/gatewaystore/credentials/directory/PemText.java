package io.gatewaystore.credentials.directory;

import io.gatewaystore.credentials.CredentialException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A PEM file as etcd takes it: certificates, or one unencrypted key. Its text may be a secret and is quoted nowhere. */
final class PemText {

    private static final int LARGEST = 4 * 1024 * 1024;

    private final Path path;
    private final String text;

    private PemText(Path path, String text) {
        this.path = path;
        this.text = text;
    }

    static PemText read(Path path) {
        try {
            if (Files.size(path) > LARGEST) {
                throw new CredentialException("'" + path + "' is larger than 4 MiB; expected: a PEM file");
            }
            return new PemText(path, new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new CredentialException("'" + path + "' does not exist", e);
        } catch (AccessDeniedException e) {
            throw new CredentialException(
                    "'" + path + "' cannot be read: permission denied for user " + System.getProperty("user.name"), e);
        } catch (IOException e) {
            throw new CredentialException("'" + path + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /** At least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                if (next instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (IOException | CertificateException | RuntimeException e) {
            // Bouncy Castle reports broken encodings by several unchecked exceptions.
            throw new CredentialException("'" + path + "' holds a damaged certificate", e);
        }
        if (certificates.isEmpty()) {
            throw new CredentialException("'" + path + "' holds no certificate");
        }
        return certificates;
    }

    PrivateKey key() {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object next = parser.readObject(); next != null; next = parser.readObject()) {
                if (next instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
                if (next instanceof PEMKeyPair pair) {
                    return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (IOException | RuntimeException e) {
            // Without the cause: its message may quote what could not be decoded.
            throw new CredentialException("'" + path + "' holds a damaged private key");
        }
        throw new CredentialException("'" + path + "' holds no unencrypted private key, which etcd needs");
    }
}
