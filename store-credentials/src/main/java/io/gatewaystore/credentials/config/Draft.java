package io.gatewaystore.credentials.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file that is being changed, which remembers of each line what it was. */
final class Draft {

    private final SourceText original;
    private final SourceText text;
    private final List<DraftLine> lines = new ArrayList<>();
    /** The original numbers of the lines removed, each with the index it would have now. */
    private final List<Removed> removed = new ArrayList<>();

    private record Removed(int index, int originalLine) {}

    Draft(SourceText original) {
        this.original = original.copy();
        this.text = original.copy();
        for (int i = 0; i < original.size(); i++) {
            lines.add(new DraftLine(i, original.line(i)));
        }
    }

    /** As it is now. */
    SourceText text() {
        return text;
    }

    void replace(Span span, String replacement) {
        DraftLine line = lines.get(span.line());
        line.replace(span.column(), span.length(), replacement);
        text.set(span.line(), line.text());
    }

    void insert(int index, String line) {
        lines.add(index, new DraftLine(line));
        text.insert(index, line);
        removed.replaceAll(gone -> gone.index() >= index ? new Removed(gone.index() + 1, gone.originalLine()) : gone);
    }

    void remove(int index) {
        DraftLine line = lines.remove(index);
        text.remove(index);
        removed.replaceAll(gone -> gone.index() > index ? new Removed(gone.index() - 1, gone.originalLine()) : gone);
        if (!line.isInserted()) {
            removed.add(new Removed(index, line.originalIndex()));
        }
    }

    FileEdit toEdit(Path path) {
        List<LineEdit> edits = new ArrayList<>();
        int before = 0;
        for (int now = 0; now <= lines.size(); now++) {
            for (Removed gone : goneAt(now)) {
                edits.add(removal(now, gone));
                before++;
            }
            if (now < lines.size()) {
                DraftLine line = lines.get(now);
                if (line.isInserted() || line.isChanged()) {
                    edits.add(line.toEdit(before + 1, now + 1, above(now)));
                }
                before += line.isInserted() ? 0 : 1;
            }
        }
        return new FileEdit(path.toString(), original.sha256(), text.sha256(), edits);
    }

    private List<Removed> goneAt(int index) {
        return removed.stream()
                .filter(gone -> gone.index() == index)
                .sorted((one, other) -> Integer.compare(one.originalLine(), other.originalLine()))
                .toList();
    }

    private LineEdit removal(int now, Removed gone) {
        String was = original.line(gone.originalLine());
        return new LineEdit(
                gone.originalLine() + 1,
                now + 1,
                SourceText.sha256(was),
                "",
                above(now),
                List.of(new LineEdit.Piece(0, was, "")));
    }

    private String above(int index) {
        return index == 0 ? "" : SourceText.sha256(lines.get(index - 1).text());
    }
}
