package io.gatewaystore.etcd.internal.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Who may read the file with the private key. */
final class KeyFileMode {

    private KeyFileMode() {}

    /** The mode, if group or others may read the file. */
    static Optional<String> tooOpen(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.GROUP_READ)
                            || permissions.contains(PosixFilePermission.OTHERS_READ)
                    ? Optional.of(PosixFilePermissions.toString(permissions))
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            // Without POSIX permissions there is nothing to say; that a file cannot be read is said elsewhere.
            return Optional.empty();
        }
    }
}
