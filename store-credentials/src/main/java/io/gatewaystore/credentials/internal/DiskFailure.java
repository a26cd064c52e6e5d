package io.gatewaystore.credentials.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file or directory could not be worked with: of the most usual failures, the message of the JDK is only the path. */
public final class DiskFailure {

    private DiskFailure() {}

    /**
     * The reason of a failure.
     *
     * @param failure what the JDK has thrown
     * @return half a sentence, as what follows a colon
     */
    public static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return "'" + missing.getFile() + "' does not exist";
        }
        if (failure instanceof AccessDeniedException denied) {
            return "permission denied for user " + System.getProperty("user.name") + " at '" + denied.getFile() + "'";
        }
        if (failure instanceof FileAlreadyExistsException there) {
            return "'" + there.getFile() + "' is in the way";
        }
        if (failure instanceof NotDirectoryException file) {
            return "'" + file.getFile() + "' is not a directory";
        }
        if (failure instanceof DirectoryNotEmptyException full) {
            return "'" + full.getFile() + "' is not empty";
        }
        return String.valueOf(failure.getMessage());
    }
}
