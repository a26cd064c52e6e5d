package io.gatewaystore.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What is said about files that cannot be read, and about those that too many can read. */
final class FileAccess {

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private FileAccess() {}

    /** Why a file could not be read, as a sentence that begins with its path. */
    static String trouble(Path path, IOException failure) {
        String shown = Quoted.of(path.toString());
        if (Files.isDirectory(path)) {
            return shown + " is a directory; expected: a file";
        }
        if (failure instanceof NoSuchFileException) {
            return shown + " does not exist" + missingHint(path);
        }
        if (failure instanceof AccessDeniedException) {
            return shown + " cannot be read: permission denied for user " + System.getProperty("user.name");
        }
        return shown + " cannot be read: " + failure.getMessage();
    }

    private static String missingHint(Path path) {
        if (path.startsWith("~")) {
            return "; '~' is not replaced by the home directory here, write the whole path";
        }
        if (!path.isAbsolute()) {
            return "; a relative path starts at the working directory "
                    + Quoted.of(System.getProperty("user.dir", "."));
        }
        return Files.isSymbolicLink(path) ? "; it is a symbolic link that leads nowhere" : "";
    }

    static void warnIfOpen(Path path, Setting setting, Findings findings) {
        warnIfOpen(path, setting.variable().variableName(), setting.source(), findings);
    }

    /** Reports a file with a secret that group or others can read. */
    static void warnIfOpen(Path path, String variable, String source, Findings findings) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            if (!Collections.disjoint(permissions, OTHERS)) {
                findings.warning(
                        variable,
                        source,
                        Quoted.of(path.toString())
                                + " holds a secret and can be read by other users of this machine (mode "
                                + PosixFilePermissions.toString(permissions) + "); chmod 600 prevents that");
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Without POSIX permissions there is nothing to say; that the file cannot be read is said elsewhere.
            return;
        }
    }
}
