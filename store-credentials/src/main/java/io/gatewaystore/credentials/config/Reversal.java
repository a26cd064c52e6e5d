package io.gatewaystore.credentials.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Takes the lines of an edit back in a file that somebody else has edited since: what still stands as we left it is put back, the rest is kept. */
final class Reversal {

    /** The name of the setting at the beginning of a line that we inserted. */
    private static final Pattern NAME = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_-]+)");

    private static final Pattern COMMENT = Pattern.compile("\\s*[#;].*");

    private final FileEdit edit;
    private final Draft draft;
    private final SourceText text;
    private final int shift;
    private final List<String> conflicts = new ArrayList<>();

    Reversal(FileEdit edit, Draft draft) {
        this.edit = edit;
        this.draft = draft;
        this.text = draft.text();
        this.shift = shift();
    }

    /** A sentence for each line that was edited further. */
    List<String> run() {
        for (int i = edit.lines().size() - 1; i >= 0; i--) {
            takeBack(edit.lines().get(i), i);
        }
        return conflicts;
    }

    private void takeBack(LineEdit line, int number) {
        if (line.isRemoved()) {
            putBack(line);
            return;
        }
        Optional<Integer> found = find(line, number);
        if (found.isPresent()) {
            int index = found.get();
            if (line.isInserted()) {
                draft.remove(index);
            } else {
                line.undo(draft, index);
            }
        } else if (line.isInserted() ? isStillNamed(line) : !stands(line.before())) {
            conflict(line);
        }
    }

    private void putBack(LineEdit line) {
        if (stands(line.before())) {
            return;
        }
        int expected = line.lineAfter() - 2 + shift;
        if (line.above().isEmpty()) {
            draft.insert(0, line.whole());
            return;
        }
        nearest(places(line.above()), expected)
                .ifPresentOrElse(above -> draft.insert(above + 1, line.whole()), () -> conflict(line));
    }

    /** Others may have moved our lines. Of several that are alike, the last is ours if all of them are ours. */
    private Optional<Integer> find(LineEdit line, int number) {
        List<Integer> places = places(line.after());
        long ours = edit.lines().subList(0, number + 1).stream()
                .filter(other -> other.after().equals(line.after()))
                .count();
        return !places.isEmpty() && places.size() <= ours
                ? Optional.of(places.get(places.size() - 1))
                : nearest(places, line.lineAfter() - 1 + shift);
    }

    private static Optional<Integer> nearest(List<Integer> places, int expected) {
        return places.stream()
                .min((one, other) -> Integer.compare(Math.abs(one - expected), Math.abs(other - expected)));
    }

    /** By how many lines most of ours, and those above them, have moved. */
    private int shift() {
        return edit.lines().stream()
                .flatMap(line -> places(line.after()).stream().map(place -> place - (line.lineAfter() - 1)))
                .distinct()
                .max(Comparator.<Integer>comparingLong(this::linesShiftedBy).thenComparing(moved -> -Math.abs(moved)))
                .orElse(0);
    }

    private long linesShiftedBy(int lines) {
        return edit.lines().stream()
                .flatMap(line -> Stream.of(
                        stands(line.after(), line.lineAfter() - 1 + lines),
                        stands(line.above(), line.lineAfter() - 2 + lines)))
                .filter(stands -> stands)
                .count();
    }

    private boolean stands(String digest, int index) {
        return index >= 0
                && index < text.size()
                && SourceText.sha256(text.line(index)).equals(digest);
    }

    private List<Integer> places(String digest) {
        return IntStream.range(0, text.size())
                .filter(index -> SourceText.sha256(text.line(index)).equals(digest))
                .boxed()
                .toList();
    }

    private boolean stands(String digest) {
        return !places(digest).isEmpty();
    }

    private boolean isStillNamed(LineEdit line) {
        Matcher name = NAME.matcher(line.whole());
        return name.lookingAt()
                && text.lines().stream()
                        .filter(other -> !COMMENT.matcher(other).matches())
                        .anyMatch(other -> {
                            Matcher otherName = NAME.matcher(other);
                            return otherName.lookingAt() && otherName.group(1).equals(name.group(1));
                        });
    }

    private void conflict(LineEdit line) {
        StringBuilder sentence = new StringBuilder("'" + edit.path() + "' line " + line.lineAfter() + ": ");
        if (line.isInserted()) {
            sentence.append("the line that was inserted here, '")
                    .append(line.whole().strip())
                    .append("', was edited since; remove it by hand");
        } else if (line.isRemoved()) {
            sentence.append("the line '")
                    .append(line.whole().strip())
                    .append("' was removed here, and what is around it was edited since; put it back by hand");
        } else {
            sentence.append("the line was edited since; put back by hand:");
            line.pieces()
                    .forEach(piece -> sentence.append(" '")
                            .append(piece.inserted().strip())
                            .append("' was '")
                            .append(piece.removed().strip())
                            .append("'"));
        }
        conflicts.add(sentence.toString());
    }
}
