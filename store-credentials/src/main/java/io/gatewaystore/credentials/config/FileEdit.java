package io.gatewaystore.credentials.config;

import java.nio.file.Path;
import java.util.List;

/**
 * A planned change of one file, with what is needed to apply it, to take it back, and to keep it in a journal as JSON.
 *
 * <p>It holds the changed pieces of the file and digests of the rest, so that a password in another setting, even on the same line, is never in it.
 *
 * <p>Immutable.
 *
 * @param path the file, absolute
 * @param before the SHA-256 of the file that the change was planned for, hexadecimal
 * @param after the SHA-256 of the changed file, hexadecimal; equal to {@code before} if there is nothing to change
 * @param lines the lines that change, in the order of the file
 */
@SuppressWarnings("DoNotCallSuggester") // Only the shape so far.
public record FileEdit(String path, String before, String after, List<LineEdit> lines) {

    /**
     * Copies the lines.
     *
     * @param path the file
     * @param before the digest it was planned for
     * @param after the digest of the changed file
     * @param lines the lines that change
     */
    public FileEdit {
        lines = List.copyOf(lines);
    }

    /**
     * Whether there is anything to change.
     *
     * @return true if the file is already as it is to be
     */
    public boolean isEmpty() {
        return before.equals(after);
    }

    /**
     * Changes the file: written beside it, synchronized to the disk, renamed into place, with its owner and mode kept. A symbolic link stays one.
     * To repeat it does nothing.
     *
     * @throws io.gatewaystore.credentials.CredentialException if the file is neither as it was when the change was planned, nor changed already
     *     (then it is left alone), or cannot be written
     */
    public void apply() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes the change back. A file that nobody has touched since is restored byte for byte; in one that was edited, each of our lines that still
     * stands as we left it is put back, and everything else is kept. To repeat it does nothing.
     *
     * @return a sentence for each line that was edited further since, which is left alone; empty if all is taken back
     * @throws io.gatewaystore.credentials.CredentialException if the file cannot be read or written
     */
    public List<String> revert() {
        throw new UnsupportedOperationException();
    }

    /**
     * The change for people: {@code -} and {@code +} lines with line numbers, showing only the pieces that change.
     *
     * @return one text per removed and inserted piece
     */
    public List<String> describe() {
        throw new UnsupportedOperationException();
    }

    Path target() {
        return Path.of(path);
    }
}
