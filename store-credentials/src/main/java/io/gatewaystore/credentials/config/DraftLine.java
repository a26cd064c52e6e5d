package io.gatewaystore.credentials.config;

import java.util.ArrayList;
import java.util.List;

/** One line of a {@link Draft}, as a row of segments of which some have been replaced. */
final class DraftLine {

    private static final int NOWHERE = -1;

    /** A stretch of the line; what has not been replaced is the same before and now. */
    private record Segment(String before, String now) {
        boolean isReplaced() {
            return !before.equals(now);
        }
    }

    private final int originalIndex;
    private final List<Segment> segments = new ArrayList<>();

    /** A line that was there. */
    DraftLine(int originalIndex, String text) {
        this.originalIndex = originalIndex;
        segments.add(new Segment(text, text));
    }

    /** A line that was not. */
    DraftLine(String text) {
        originalIndex = NOWHERE;
        segments.add(new Segment("", text));
    }

    boolean isInserted() {
        return originalIndex == NOWHERE;
    }

    boolean isChanged() {
        return segments.stream().anyMatch(Segment::isReplaced);
    }

    int originalIndex() {
        return originalIndex;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        segments.forEach(segment -> text.append(segment.now()));
        return text.toString();
    }

    private String before() {
        StringBuilder text = new StringBuilder();
        segments.forEach(segment -> text.append(segment.before()));
        return text.toString();
    }

    void replace(int column, int length, String replacement) {
        int first = cut(column);
        int last = cut(column + length);
        List<Segment> replaced = segments.subList(first, last);
        StringBuilder before = new StringBuilder();
        replaced.forEach(segment -> before.append(segment.before()));
        replaced.clear();
        segments.add(first, new Segment(before.toString(), replacement));
    }

    /** Makes a border at the column and returns the index of the segment that begins there. */
    private int cut(int column) {
        int start = 0;
        for (int i = 0; i < segments.size(); i++) {
            if (start == column) {
                return i;
            }
            Segment segment = segments.get(i);
            int within = column - start;
            if (within < segment.now().length()) {
                segments.set(i, head(segment, within));
                segments.add(i + 1, tail(segment, within));
                return i + 1;
            }
            start += segment.now().length();
        }
        return segments.size();
    }

    /** A replaced segment that is cut keeps all it replaced in its head. */
    private static Segment head(Segment segment, int length) {
        String now = segment.now().substring(0, length);
        return new Segment(segment.isReplaced() ? segment.before() : now, now);
    }

    private static Segment tail(Segment segment, int from) {
        String now = segment.now().substring(from);
        return new Segment(segment.isReplaced() ? "" : now, now);
    }

    LineEdit toEdit(int lineBefore, int lineAfter, String above) {
        return new LineEdit(
                lineBefore,
                lineAfter,
                isInserted() ? "" : SourceText.sha256(before()),
                SourceText.sha256(text()),
                above,
                pieces());
    }

    private List<LineEdit.Piece> pieces() {
        List<LineEdit.Piece> pieces = new ArrayList<>();
        int column = 0;
        for (Segment segment : segments) {
            if (segment.isReplaced()) {
                pieces.add(new LineEdit.Piece(column, segment.before(), segment.now()));
            }
            column += segment.before().length();
        }
        return pieces;
    }
}
