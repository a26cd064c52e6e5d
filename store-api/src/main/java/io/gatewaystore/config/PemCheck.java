package io.gatewaystore.config;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks that the files of a TLS configuration are what their variables say, before anything connects. */
final class PemCheck {

    private final Findings findings;

    PemCheck(Findings findings) {
        this.findings = findings;
    }

    void certificate(Setting setting, Path path) {
        PemFile file = read(setting, path);
        if (file == null) {
            return;
        }
        String fault = null;
        if (file.hasCertificate()) {
            fault = file.isCutOff() ? " is cut off in the middle of a block" : null;
        } else if (file.hasPrivateKey()) {
            fault = " holds a private key where a certificate is expected; keys belong to "
                    + StoreVariable.ETCD_PRIVATE_KEY_FILE;
        } else if (file.has("CERTIFICATE REQUEST") || file.has("NEW CERTIFICATE REQUEST")) {
            fault = " holds a certificate request, not a certificate; have it signed first";
        } else {
            fault = otherwise(file) + "; expected: " + setting.variable().accepted();
        }
        report(setting, path, fault);
    }

    void privateKey(Setting setting, Path path, Setting password) {
        boolean hasPassword = password.hasText();
        PemFile file = read(setting, path);
        if (file == null) {
            return;
        }
        String fault = null;
        if (file.hasPrivateKey()) {
            if (file.isCutOff()) {
                fault = " is cut off in the middle of a block";
            } else if (file.hasEncryptedKey() && !hasPassword) {
                fault = " is encrypted and no password is set; set " + StoreVariable.ETCD_PRIVATE_KEY_PASSWORD + " or "
                        + StoreVariable.ETCD_PRIVATE_KEY_PASSWORD_FILE;
            } else if (!file.hasEncryptedKey() && hasPassword) {
                findings.warning(
                        password, "is not needed: the key in " + Quoted.of(path.toString()) + " is not encrypted");
            }
        } else if (file.hasCertificate()) {
            fault = " holds a certificate where the private key is expected; it is the file that was made together with"
                    + " the certificate, often named .key";
        } else if (file.has("OPENSSH PRIVATE KEY")) {
            fault = " holds a key in the form of OpenSSH; convert it with ssh-keygen -p -m PKCS8 -f FILE";
        } else if (file.has("PUBLIC KEY")) {
            fault = " holds a public key where the private key is expected";
        } else {
            fault = otherwise(file) + "; expected: " + setting.variable().accepted();
        }
        report(setting, path, fault);
        FileAccess.warnIfOpen(path, setting, findings);
    }

    private @Nullable PemFile read(Setting setting, Path path) {
        try {
            return PemFile.read(path);
        } catch (IOException e) {
            findings.problem(setting, FileAccess.trouble(path, e));
            return null;
        }
    }

    private void report(Setting setting, Path path, @Nullable String fault) {
        if (fault != null) {
            findings.problem(setting, Quoted.of(path.toString()) + fault);
        }
    }

    private static String otherwise(PemFile file) {
        if (file.isEmpty()) {
            return " is empty";
        }
        if (file.isBinary()) {
            return " is binary (DER or PKCS#12?), not PEM; convert it with openssl";
        }
        return " holds " + file.contents();
    }
}
