package io.gatewaystore.credentials.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * One line of a {@link FileEdit}: changed in place, inserted, or removed.
 *
 * <p>Immutable.
 *
 * @param lineBefore its number in the file before, from 1; where it is inserted, that of the line it is put before
 * @param lineAfter its number in the file after, from 1; where it is removed, that of the line which followed it
 * @param before the SHA-256 of the line before, without its end; empty if it is inserted
 * @param after the SHA-256 of the line after, without its end; empty if it is removed
 * @param above the SHA-256 of the line above it in the file after; empty at the top
 * @param pieces what changes within the line, from left to right; all of an inserted or removed line
 */
public record LineEdit(int lineBefore, int lineAfter, String before, String after, String above, List<Piece> pieces) {

    /**
     * Copies the pieces.
     *
     * @param lineBefore its number before
     * @param lineAfter its number after
     * @param before the digest before
     * @param after the digest after
     * @param above the digest of the line above
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

    /**
     * Whether the line was not there before.
     *
     * @return true if it is inserted
     */
    @JsonIgnore
    public boolean isInserted() {
        return before.isEmpty();
    }

    /**
     * Whether the line is not there any more.
     *
     * @return true if it is removed
     */
    @JsonIgnore
    public boolean isRemoved() {
        return after.isEmpty();
    }

    /** The changed line, made of the one before. */
    String redo(String line) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (Piece piece : pieces) {
            text.append(line, column, piece.column()).append(piece.inserted());
            column = piece.column() + piece.removed().length();
        }
        return text.append(line, column, line.length()).toString();
    }

    /** Makes the line before of the changed one. From left to right, so that the columns of the line before hold for what is left of a piece. */
    void undo(Draft draft, int index) {
        for (Piece piece : pieces) {
            draft.replace(new Span(index, piece.column(), piece.inserted().length()), piece.removed());
        }
    }

    /** The whole line, where it is inserted or removed. */
    String whole() {
        Piece piece = pieces.get(0);
        return isInserted() ? piece.inserted() : piece.removed();
    }
}
