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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
     * Whether any file of credentials is there.
     *
     * @return false if there is no directory, or nothing in it that was issued
     */
    public boolean holdsCredentials() {
        return Arrays.stream(CredentialFile.values())
                .anyMatch(file -> Files.exists(file(file), LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * What else is in the directory.
     *
     * @return absolute paths of everything that no command puts there
     */
    public List<Path> others() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        Set<Path> ours = Arrays.stream(CredentialFile.values())
                .flatMap(file -> Stream.of(file(file), DurableFiles.beside(file(file))))
                .collect(Collectors.toSet());
        return list(path, found -> !ours.contains(found));
    }

    /**
     * The copy that a run keeps beside the directory while it exchanges the content.
     *
     * @param run the name of the run
     * @return the copy, which may or may not exist
     */
    public CredentialDirectory previous(String run) {
        return at(path.resolveSibling(previousName() + "-" + run));
    }

    /**
     * The copies that runs have left beside the directory.
     *
     * @return those of all runs
     */
    public List<CredentialDirectory> previous() {
        return list(
                        path.resolveSibling(""),
                        found -> found.toString()
                                .startsWith(path.resolveSibling(previousName()).toString()))
                .stream()
                .map(CredentialDirectory::at)
                .toList();
    }

    private String previousName() {
        return path.getFileName() + "-previous";
    }

    private static List<Path> list(Path directory, Predicate<Path> wanted) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new CredentialException("'" + directory + "' cannot be read: " + e, e);
        }
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
     * Reads the authority, whatever else is missing.
     *
     * @return its certificate and key
     * @throws io.gatewaystore.credentials.CredentialException if one of the two is missing, cannot be understood, or does not belong to the other
     */
    public KeyedCertificate authority() {
        X509Certificate certificate =
                certificates(CredentialFile.CA_CERTIFICATE).get(0);
        PrivateKey key = key(CredentialFile.CA_KEY);
        if (!DirectoryCheck.belongTogether(key, certificate)) {
            throw new CredentialException("'" + file(CredentialFile.CA_KEY)
                    + "' does not belong to the certificate in '" + file(CredentialFile.CA_CERTIFICATE) + "'");
        }
        return new KeyedCertificate(certificate, key);
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
     * Reads whom the directory trusts, whatever else is missing.
     *
     * @return empty if {@code ca.crt} is missing
     * @throws io.gatewaystore.credentials.CredentialException if it cannot be understood
     */
    public List<X509Certificate> trusted() {
        return Files.exists(file(CredentialFile.CA_CERTIFICATE))
                ? certificates(CredentialFile.CA_CERTIFICATE)
                : List.of();
    }

    /**
     * Removes the files that are ours and the directory if nothing else is in it: last what tells whose it is. To repeat it does nothing.
     *
     * @throws io.gatewaystore.credentials.CredentialException if they cannot be removed
     */
    public void delete() {
        if (!Files.isDirectory(path)) {
            return;
        }
        try {
            List<CredentialFile> last = List.of(CredentialFile.CA_CERTIFICATE, CredentialFile.META);
            List<CredentialFile> files = new ArrayList<>(List.of(CredentialFile.values()));
            files.removeAll(last);
            files.addAll(last);
            for (CredentialFile file : files) {
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
