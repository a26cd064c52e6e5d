package io.gatewaystore.credentials.host;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.internal.DiskFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Directories that only their owner can enter, private from the moment they exist.
 *
 * <p>Immutable.
 */
public final class PrivateDirectories {

    static final FileAttribute<Set<PosixFilePermission>> OF_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    static final FileAttribute<Set<PosixFilePermission>> OF_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateDirectories() {}

    /**
     * Creates a directory and those above it, unless it is there.
     *
     * @param directory the directory
     * @throws CredentialException if it cannot be created
     */
    public static void create(Path directory) {
        try {
            Files.createDirectories(directory, OF_DIRECTORY);
        } catch (IOException e) {
            throw new CredentialException(
                    "the directory '" + directory + "' cannot be created: " + DiskFailure.reason(e), e);
        }
    }

    /**
     * Removes a directory with everything in it, if it is there.
     *
     * @param directory the directory
     * @throws CredentialException if something cannot be removed
     */
    public static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw new CredentialException("the directory '" + directory + "' cannot be removed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CredentialException(
                    "the directory '" + directory + "' cannot be removed: " + DiskFailure.reason(e), e);
        }
    }
}
