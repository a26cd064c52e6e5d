package io.gatewaystore.credentials.directory;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.issue.CertificateSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at a credential directory and collects everything that is wrong with it. */
final class DirectoryCheck {

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    /** From when a running store warns, too. */
    private static final Duration NOTICE = Duration.ofDays(30);

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final CredentialDirectory directory;
    private final Clock clock;
    private final Set<String> present = new TreeSet<>();
    private final Map<String, CertificateSummary> certificates = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    DirectoryCheck(CredentialDirectory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    Inspection run() {
        Path path = directory.path();
        boolean exists = directory.exists();
        if (exists && !Files.isDirectory(path)) {
            fault("'" + path + "' is not a directory");
        } else if (exists && !directory.holdsCredentials()) {
            problems.add("'" + path + "' holds no credentials; move it away before enabling TLS");
        } else if (exists) {
            checkPermissions(path);
            checkFiles();
            checkCertificates();
        }
        return new Inspection(path.toString(), exists, isComplete(), present, certificates, problems, faults);
    }

    private void fault(String sentence) {
        problems.add(sentence);
        faults.add(sentence);
    }

    private void checkPermissions(Path path) {
        try {
            Set<PosixFilePermission> found = new TreeSet<>(Files.getPosixFilePermissions(path));
            found.removeAll(OWNERS);
            if (!found.isEmpty()) {
                problems.add("'" + path + "' is open to other users of this machine; chmod "
                        + (Files.isDirectory(path) ? "700" : "600") + " closes it");
            }
        } catch (IOException | UnsupportedOperationException e) {
            problems.add("the permissions of '" + path + "' cannot be found out: " + e.getMessage());
        }
    }

    private void checkFiles() {
        for (CredentialFile file : CredentialFile.values()) {
            Path path = directory.file(file);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                present.add(file.fileName());
                checkPermissions(path);
            } else if (file == CredentialFile.META) {
                problems.add("'" + path + "' is missing");
            } else if (file != CredentialFile.CA_KEY || !isNode()) {
                fault("'" + path + "' is missing");
            }
        }
    }

    private boolean isComplete() {
        return Arrays.stream(CredentialFile.values())
                .filter(file -> file != CredentialFile.META)
                .filter(file -> file != CredentialFile.CA_KEY || !isNode())
                .allMatch(file -> present.contains(file.fileName()));
    }

    /** A node has no use for the authority's key. Where nothing says so, all six files are expected, as the tool we follow has them everywhere. */
    private boolean isNode() {
        return Meta.isOfNode(directory.file(CredentialFile.META));
    }

    private void checkCertificates() {
        X509Certificate authority = certificate(CredentialFile.CA_CERTIFICATE);
        checkPair(CredentialFile.CA_KEY, authority, CredentialFile.CA_CERTIFICATE);
        X509Certificate server = certificate(CredentialFile.SERVER_CERTIFICATE);
        checkLeaf(server, CredentialFile.SERVER_CERTIFICATE, List.of(SERVER_AUTH, CLIENT_AUTH));
        checkPair(CredentialFile.SERVER_KEY, server, CredentialFile.SERVER_CERTIFICATE);
        X509Certificate client = certificate(CredentialFile.CLIENT_CERTIFICATE);
        checkLeaf(client, CredentialFile.CLIENT_CERTIFICATE, List.of(CLIENT_AUTH));
        checkPair(CredentialFile.CLIENT_KEY, client, CredentialFile.CLIENT_CERTIFICATE);
    }

    private @Nullable X509Certificate certificate(CredentialFile file) {
        if (!present.contains(file.fileName())) {
            return null;
        }
        try {
            X509Certificate certificate = directory.certificates(file).get(0);
            certificates.put(file.fileName(), CertificateSummary.of(certificate));
            checkValidity(file, certificate);
            return certificate;
        } catch (CredentialException e) {
            fault(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void checkValidity(CredentialFile file, X509Certificate certificate) {
        Instant now = clock.instant();
        Instant notBefore = certificate.getNotBefore().toInstant();
        Instant notAfter = certificate.getNotAfter().toInstant();
        if (now.isAfter(notAfter)) {
            fault("'" + directory.file(file) + "' expired at " + notAfter + "; rotate the credentials");
        } else if (now.isAfter(notAfter.minus(NOTICE))) {
            problems.add("'" + directory.file(file) + "' expires at " + notAfter + ", in "
                    + Duration.between(now, notAfter).toDays() + " days; rotate the credentials");
        } else if (now.isBefore(notBefore)) {
            fault("'" + directory.file(file) + "' is not valid before " + notBefore + "; it is " + now
                    + " by this machine's clock");
        }
    }

    private void checkLeaf(@Nullable X509Certificate leaf, CredentialFile file, List<String> usages) {
        if (leaf == null) {
            return;
        }
        try {
            List<String> allowed = leaf.getExtendedKeyUsage();
            if (allowed == null || !allowed.containsAll(usages)) {
                fault("'" + directory.file(file) + "' is not made for its use (extended key usage)");
            }
            if (present.contains(CredentialFile.CA_CERTIFICATE.fileName()) && !isIssuedByTrusted(leaf)) {
                fault("'" + directory.file(file) + "' was not issued by an authority in '"
                        + directory.file(CredentialFile.CA_CERTIFICATE) + "'");
            }
        } catch (CertificateParsingException e) {
            fault("'" + directory.file(file) + "' holds a damaged certificate");
        } catch (CredentialException e) {
            // The authorities cannot be read, which is said already.
            return;
        }
    }

    private boolean isIssuedByTrusted(X509Certificate leaf) {
        return directory.certificates(CredentialFile.CA_CERTIFICATE).stream().anyMatch(authority -> {
            try {
                leaf.verify(authority.getPublicKey());
                return authority.getBasicConstraints() >= 0
                        && leaf.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
            } catch (GeneralSecurityException e) {
                return false;
            }
        });
    }

    private void checkPair(CredentialFile file, @Nullable X509Certificate certificate, CredentialFile certificateFile) {
        if (certificate == null || !present.contains(file.fileName())) {
            return;
        }
        try {
            if (!belongTogether(directory.key(file), certificate)) {
                fault("'" + directory.file(file) + "' does not belong to the certificate in '"
                        + directory.file(certificateFile) + "'");
            }
        } catch (CredentialException e) {
            fault(String.valueOf(e.getMessage()));
        }
    }

    /** Found out by signing with the one and verifying with the other. */
    static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            return verifier.verify(signed);
        } catch (InvalidKeyException e) {
            // Keys of different kinds do not get as far as a comparison.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime lacks " + algorithm, e);
        }
    }
}
