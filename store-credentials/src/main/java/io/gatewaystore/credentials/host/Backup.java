package io.gatewaystore.credentials.host;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.FileEdit;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.internal.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Copies of files, by their whole paths below one directory. */
final class Backup {

    private final Path directory;

    private Backup(Path directory) {
        this.directory = directory;
    }

    static Backup at(Path directory) {
        return new Backup(directory.toAbsolutePath().normalize());
    }

    void keep(List<Path> files) {
        for (Path file : files) {
            Path copy = copyOf(file);
            if (Files.exists(copy)) {
                continue;
            }
            PrivateDirectories.create(parent(copy));
            try {
                // A copy that is there is whole: the name is given when the content is.
                Path unnamed = copy.resolveSibling(copy.getFileName() + ".part");
                Files.copy(file, unnamed, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                Files.move(unnamed, copy, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new CredentialException(
                        "'" + file + "' cannot be copied to '" + copy + "': " + DiskFailure.reason(e), e);
            }
        }
    }

    /** The copy is changed in a place of its own, and what comes out is compared with the file by digest. */
    FileEdit recall(HostRequest.Role role, Path file, Transport target, Path credentials) {
        Path copy = copyOf(file);
        FileEdit now = Configurations.plan(role, file, target, credentials);
        FileEdit unchanged = new FileEdit(now.path(), now.before(), now.before(), List.of());
        if (!Files.exists(copy)) {
            return unchanged;
        }
        FileEdit then = Configurations.plan(role, copy, target, credentials);
        return then.after().equals(now.before())
                ? new FileEdit(now.path(), then.before(), then.after(), then.lines())
                : unchanged;
    }

    private Path copyOf(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return directory.resolve(absolute.getRoot().relativize(absolute));
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
