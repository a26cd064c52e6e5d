package io.gatewaystore.credentials.directory;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.TlsPaths;
import io.gatewaystore.credentials.internal.DurableFiles;
import io.gatewaystore.credentials.issue.Credentials;
import io.gatewaystore.credentials.issue.KeyedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One credential directory, which may or may not exist.
 *
 * <p>Immutable. What it tells is what the disk says at that moment.
 */
public final class CredentialDirectory {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path path;

    private CredentialDirectory(Path path) {
        this.path = path;
    }

    /**
     * Names a directory.
     *
     * @param path usually {@code …/etcd_credential}
     * @return the directory, which is not looked at yet
     */
    public static CredentialDirectory at(Path path) {
        return new CredentialDirectory(path.toAbsolutePath().normalize());
    }

    /**
     * The directory.
     *
     * @return its absolute path
     */
    public Path path() {
        return path;
    }

    /**
     * A file of the directory.
     *
     * @param file which one
     * @return its absolute path, whether it exists or not
     */
    public Path file(CredentialFile file) {
        return path.resolve(file.fileName());
    }

    /**
     * What etcd is to serve with.
     *
     * @return the three paths for etcd's configuration
     */
    public TlsPaths serverPaths() {
        return new TlsPaths(
                file(CredentialFile.CA_CERTIFICATE),
                file(CredentialFile.SERVER_CERTIFICATE),
                file(CredentialFile.SERVER_KEY));
    }

    /**
     * What clients are to use.
     *
     * @return the three paths for clients' configuration
     */
    public TlsPaths clientPaths() {
        return new TlsPaths(
                file(CredentialFile.CA_CERTIFICATE),
                file(CredentialFile.CLIENT_CERTIFICATE),
                file(CredentialFile.CLIENT_KEY));
    }

    /**
     * Whether there is anything at the path.
     *
     * @return true if the directory exists
     */
    public boolean exists() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Writes credentials into a new directory, which appears whole or not at all: mode 0700, its files 0600 from the moment they exist.
     *
     * @param credentials what to write
     * @param ownership to whom the directory and its files are to belong; only root can give them to others
     * @param clock dates {@code meta.json}
     * @throws io.gatewaystore.credentials.CredentialException if the directory exists, which is then left alone, or cannot be written
     */
    public void create(Credentials credentials, Ownership ownership, Clock clock) {
        if (exists()) {
            throw new CredentialException("'" + path + "' exists already and is left alone; "
                    + "roll back what it belongs to, or move it away, before creating new credentials");
        }
        Path beside = DurableFiles.beside(path);
        try {
            discard(beside);
            Files.createDirectory(beside, OWNER_ONLY);
            ownership.take(beside);
            for (Map.Entry<CredentialFile, byte[]> entry :
                    CredentialText.of(credentials, clock).entrySet()) {
                Path file = beside.resolve(entry.getKey().fileName());
                DurableFiles.create(file, entry.getValue());
                ownership.take(file);
            }
            DurableFiles.synchronize(beside);
            // Renaming onto a directory fails unless that is empty, so nothing that came up meanwhile is lost.
            DurableFiles.move(beside, path);
        } catch (IOException e) {
            CredentialException failure = new CredentialException("'" + path + "' cannot be written: " + e, e);
            discard(beside, failure);
            throw failure;
        }
    }

    /**
     * Puts other credentials in the place of those that are there, file by file, each certificate together with its key, with the directory's owner
     * kept. Between the two files of a pair there is a moment in which they do not match; connections that etcd accepts in it are refused.
     * To repeat it after an interruption completes it.
     *
     * @param credentials what to write
     * @param clock dates {@code meta.json}
     * @throws io.gatewaystore.credentials.CredentialException if the directory does not exist or cannot be written
     */
    public void replace(Credentials credentials, Clock clock) {
        if (!Files.isDirectory(path)) {
            throw new CredentialException("'" + path + "' is not a directory; create the credentials first");
        }
        try {
            Ownership ownership = Ownership.of(path);
            Map<Path, CredentialFile> staged = new LinkedHashMap<>();
            for (Map.Entry<CredentialFile, byte[]> entry :
                    CredentialText.of(credentials, clock).entrySet()) {
                Path beside = DurableFiles.beside(file(entry.getKey()));
                Files.deleteIfExists(beside);
                staged.put(beside, entry.getKey());
                DurableFiles.create(beside, entry.getValue());
                ownership.take(beside);
            }
            // All is written before the first is renamed, so that a pair is apart for as short as can be.
            for (Map.Entry<Path, CredentialFile> entry : staged.entrySet()) {
                Files.move(
                        entry.getKey(),
                        file(entry.getValue()),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            if (credentials.authority().isEmpty()) {
                Files.deleteIfExists(file(CredentialFile.CA_KEY));
            }
            DurableFiles.synchronize(path);
        } catch (IOException e) {
            throw new CredentialException("'" + path + "' cannot be written: " + e, e);
        }
    }

    /**
     * Reads the credentials.
     *
     * @return what the directory holds
     * @throws io.gatewaystore.credentials.CredentialException if a file other than {@code ca.key} and {@code meta.json} is missing, or one cannot be
     *     understood
     */
    public Credentials read() {
        List<X509Certificate> trusted = certificates(CredentialFile.CA_CERTIFICATE);
        return new Credentials(
                trusted,
                Files.exists(file(CredentialFile.CA_KEY))
                        ? new KeyedCertificate(trusted.get(0), key(CredentialFile.CA_KEY))
                        : null,
                pair(CredentialFile.SERVER_CERTIFICATE, CredentialFile.SERVER_KEY),
                pair(CredentialFile.CLIENT_CERTIFICATE, CredentialFile.CLIENT_KEY));
    }

    /**
     * Looks for everything that is wrong with the directory.
     *
     * @param clock by which certificates are valid or not
     * @return what was found; never fails for what is wrong
     */
    public Inspection inspect(Clock clock) {
        return new DirectoryCheck(this, clock).run();
    }

    /**
     * Removes the files that are ours and the directory if nothing else is in it. To repeat it does nothing.
     *
     * @throws io.gatewaystore.credentials.CredentialException if they cannot be removed
     */
    public void delete() {
        if (!Files.isDirectory(path)) {
            return;
        }
        try {
            for (CredentialFile file : CredentialFile.values()) {
                Files.deleteIfExists(file(file));
                Files.deleteIfExists(DurableFiles.beside(file(file)));
            }
            try (Stream<Path> left = Files.list(path)) {
                if (left.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(path);
            DurableFiles.synchronize(path.resolveSibling(""));
        } catch (IOException e) {
            throw new CredentialException("'" + path + "' cannot be removed: " + e, e);
        }
    }

    List<X509Certificate> certificates(CredentialFile file) {
        return PemText.read(file(file)).certificates();
    }

    PrivateKey key(CredentialFile file) {
        return PemText.read(file(file)).key();
    }

    private KeyedCertificate pair(CredentialFile certificate, CredentialFile key) {
        return new KeyedCertificate(certificates(certificate).get(0), key(key));
    }

    /** What an interrupted run has left holds private keys. */
    private static void discard(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.delete(directory);
    }

    private static void discard(Path directory, CredentialException failure) {
        try {
            discard(directory);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
