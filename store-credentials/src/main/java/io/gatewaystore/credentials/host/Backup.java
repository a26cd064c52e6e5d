package io.gatewaystore.credentials.host;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.FileEdit;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.internal.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * Each copy in plaintext, of the newest run first, is changed in a draft, and what comes out is compared with the file by digest. Other copies are
     * of commands that found the file changed already.
     */
    static FileEdit recall(Path runs, HostRequest.Role role, Path file, Transport target, Path credentials) {
        FileEdit now = Configurations.plan(role, file, target, credentials);
        return copies(runs, file)
                .flatMap(copy -> change(role, copy, target, credentials).stream())
                .filter(then -> !then.isEmpty() && then.after().equals(now.before()))
                .map(then -> new FileEdit(now.path(), then.before(), then.after(), then.lines()))
                .findFirst()
                .orElse(new FileEdit(now.path(), now.before(), now.before(), List.of()));
    }

    private static Stream<Path> copies(Path runs, Path file) {
        if (!Files.isDirectory(runs)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.list(runs)) {
            // Their names begin with the time.
            return all.sorted(Comparator.reverseOrder()).toList().stream()
                    .map(run -> at(run).copyOf(file))
                    .filter(Files::exists);
        } catch (IOException e) {
            throw new CredentialException("'" + runs + "' cannot be read: " + e, e);
        }
    }

    /** What cannot be changed now was not changed then. */
    private static Optional<FileEdit> change(HostRequest.Role role, Path copy, Transport target, Path credentials) {
        try {
            return Optional.of(copy)
                    .filter(found -> Configurations.plan(role, found, Transport.PLAIN, credentials)
                            .isEmpty())
                    .map(plain -> Configurations.plan(role, plain, target, credentials));
        } catch (CredentialException e) {
            return Optional.empty();
        }
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
