package io.gatewaystore.credentials.host;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.Ownership;
import io.gatewaystore.credentials.internal.DiskFailure;
import io.gatewaystore.credentials.internal.DurableFiles;
import io.gatewaystore.credentials.issue.Credentials;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** A credential directory of this machine, with the copy that is set aside while its content is exchanged. */
final class InstalledCredentials {

    private static final String REMOVED = "-removed";

    private final CredentialDirectory directory;
    private final Clock clock;

    InstalledCredentials(Path directory, Clock clock) {
        this.directory = CredentialDirectory.at(directory);
        this.clock = clock;
    }

    private Path beside(String suffix) {
        return directory.path().resolveSibling(directory.path().getFileName() + suffix);
    }

    void install(CredentialFiles files, String owner, Path etcdConfig) {
        Credentials credentials = understood(files);
        if (!directory.exists()) {
            directory.create(credentials, DirectoryOwner.of(owner, etcdConfig), clock);
        } else if (!isInstalled(credentials)) {
            throw new CredentialException("'" + directory.path()
                    + "' holds other credentials, which are not overwritten; roll back first, or rotate them");
        }
    }

    List<Path> uninstall(CredentialFiles files) {
        finishRemoval();
        return directory.exists() && isOf(understood(files)) ? removeAtOnce() : List.of();
    }

    /** By the authority: whoever goes back after an interruption may not have the very certificate any more. Without one, it is half removed. */
    private boolean isOf(Credentials credentials) {
        List<X509Certificate> trusted = directory.trusted();
        return trusted.isEmpty() || trusted.get(0).equals(credentials.trusted().get(0));
    }

    private boolean isInstalled(Credentials credentials) {
        try {
            return directory
                    .read()
                    .server()
                    .certificate()
                    .equals(credentials.server().certificate());
        } catch (CredentialException e) {
            return false;
        }
    }

    /** What another run has left aside is of no use to this one. */
    void setAside(String run) {
        CredentialDirectory copy = directory.previous(run);
        directory.previous().stream()
                .filter(other -> !other.path().equals(copy.path()))
                .forEach(CredentialDirectory::delete);
        if (!copy.exists()) {
            copy.create(directory.read(), Ownership.of(directory.path()), clock);
        }
    }

    /** Without a copy, the files have to be all. */
    void exchange(CredentialFiles files, String run) {
        CredentialDirectory copy = directory.previous(run);
        Credentials wanted = understood(copy.exists() ? files.over(CredentialFiles.all(copy)) : files);
        directory.replace(wanted, clock);
    }

    List<Path> remove(boolean onlyCopies) {
        finishRemoval();
        directory.previous().forEach(CredentialDirectory::delete);
        return !onlyCopies && directory.holdsCredentials() ? removeAtOnce() : List.of();
    }

    /** Under another name first, so that nobody ever finds half a directory; but what is not ours stays where it is, and is the answer. */
    private List<Path> removeAtOnce() {
        List<Path> others = directory.others();
        if (others.isEmpty() && !CredentialDirectory.at(beside(REMOVED)).exists()) {
            moveAside();
            finishRemoval();
        } else {
            directory.delete();
        }
        return others;
    }

    private void moveAside() {
        try {
            DurableFiles.move(directory.path(), beside(REMOVED));
        } catch (IOException e) {
            throw new CredentialException("'" + directory.path() + "' cannot be removed: " + DiskFailure.reason(e), e);
        }
    }

    private void finishRemoval() {
        CredentialDirectory.at(beside(REMOVED)).delete();
    }

    /** What the files say. They are parsed as what they will be: a credential directory. */
    private Credentials understood(CredentialFiles files) {
        Path incoming = beside("-incoming");
        PrivateDirectories.remove(incoming);
        PrivateDirectories.create(incoming);
        try {
            for (Map.Entry<String, String> file : files.files().entrySet()) {
                write(incoming.resolve(file.getKey()), file.getValue());
            }
            return CredentialDirectory.at(incoming).read();
        } catch (IOException e) {
            throw new CredentialException("'" + incoming + "' cannot be written: " + DiskFailure.reason(e), e);
        } finally {
            PrivateDirectories.remove(incoming);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PrivateDirectories.OF_FILE)) {
            channel.write(StandardCharsets.UTF_8.encode(text));
        }
    }
}
