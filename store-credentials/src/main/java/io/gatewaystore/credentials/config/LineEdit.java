package io.gatewaystore.credentials.config;

import java.util.List;

/**
 * One line of a {@link FileEdit}: changed in place, inserted, or removed.
 *
 * <p>Immutable.
 *
 * @param lineBefore its number in the file before, from 1; 0 if it is inserted
 * @param lineAfter its number in the file after, from 1; 0 if it is removed
 * @param before the SHA-256 of the line before, without its end; empty if it is inserted
 * @param after the SHA-256 of the line after, without its end; empty if it is removed
 * @param pieces what changes within the line, from left to right; all of an inserted or removed line
 */
public record LineEdit(int lineBefore, int lineAfter, String before, String after, List<Piece> pieces) {

    /**
     * Copies the pieces.
     *
     * @param lineBefore its number before
     * @param lineAfter its number after
     * @param before the digest before
     * @param after the digest after
     * @param pieces what changes
     */
    public LineEdit {
        pieces = List.copyOf(pieces);
    }

    /**
     * A piece of a line that gives way to another.
     *
     * <p>Immutable.
     *
     * @param column where it begins in the line before, from 0, in UTF-16 units
     * @param removed what was there
     * @param inserted what is there instead
     */
    public record Piece(int column, String removed, String inserted) {}
}
