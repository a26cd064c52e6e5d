package io.gatewaystore.credentials.directory;

import io.gatewaystore.credentials.config.TlsPaths;
import io.gatewaystore.credentials.issue.Credentials;
import java.nio.file.Path;
import java.time.Clock;

/**
 * One credential directory, which may or may not exist.
 *
 * <p>Immutable; what it tells is what the disk says at that moment.
 */
@SuppressWarnings("DoNotCallSuggester") // Only the shape so far.
public final class CredentialDirectory {

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
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /**
     * Reads the credentials.
     *
     * @return what the directory holds
     * @throws io.gatewaystore.credentials.CredentialException if a file other than {@code ca.key} and {@code meta.json} is missing, or one cannot be
     *     understood
     */
    public Credentials read() {
        throw new UnsupportedOperationException();
    }

    /**
     * Looks for everything that is wrong with the directory.
     *
     * @param clock by which certificates are valid or not
     * @return what was found; never fails for what is wrong
     */
    public Inspection inspect(Clock clock) {
        throw new UnsupportedOperationException();
    }

    /**
     * Removes the files that are ours and the directory if nothing else is in it. To repeat it does nothing.
     *
     * @throws io.gatewaystore.credentials.CredentialException if they cannot be removed
     */
    public void delete() {
        throw new UnsupportedOperationException();
    }
}
