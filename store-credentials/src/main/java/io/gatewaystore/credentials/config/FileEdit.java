package io.gatewaystore.credentials.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.internal.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
     * Whether there is nothing to change.
     *
     * @return true if the file is already as it is to be
     */
    @JsonIgnore
    public boolean isEmpty() {
        return before.equals(after);
    }

    /**
     * Changes the file: written beside it, synchronized to the disk, renamed into place, with its owner and mode kept. A symbolic link stays one.
     * To repeat it does nothing.
     *
     * @throws CredentialException if the file is neither as it was when the change was planned, nor changed already
     *     (then it is left alone), or cannot be written
     */
    public void apply() {
        SourceText text = SourceText.read(target());
        String digest = text.sha256();
        if (digest.equals(after)) {
            return;
        }
        if (!digest.equals(before)) {
            throw new CredentialException(
                    "'" + path + "' was edited after its change was planned; nothing was written, plan again");
        }
        redo(text);
        write(text);
    }

    private void redo(SourceText text) {
        for (LineEdit line : lines) {
            int index = line.lineAfter() - 1;
            if (line.isInserted()) {
                text.insert(index, line.whole());
            } else if (line.isRemoved()) {
                text.remove(index);
            } else {
                text.set(index, line.redo(text.line(index)));
            }
        }
    }

    /**
     * Takes the change back. A file that nobody has touched since is restored byte for byte; in one that was edited, each of our lines that still
     * stands as we left it is put back, and everything else is kept. To repeat it does nothing.
     *
     * @return a sentence for each line that was edited further since, which is left alone; empty if all is taken back
     * @throws CredentialException if the file cannot be read or written
     */
    public List<String> revert() {
        PlannedRevert planned = planRevert();
        planned.edit().apply();
        return planned.conflicts();
    }

    /**
     * Plans what {@link #revert} does, as a change that can itself be taken back.
     *
     * @return the change, which is empty if nothing of this edit stands, and what it leaves alone
     * @throws CredentialException if the file cannot be read
     */
    public PlannedRevert planRevert() {
        Draft draft = new Draft(SourceText.read(target()));
        String digest = draft.text().sha256();
        List<String> conflicts = List.of();
        if (digest.equals(after)) {
            undo(draft);
        } else if (!digest.equals(before)) {
            conflicts = new Reversal(this, draft).run();
        }
        return new PlannedRevert(draft.toEdit(target()), conflicts);
    }

    private void undo(Draft draft) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            LineEdit line = lines.get(i);
            int index = line.lineAfter() - 1;
            if (line.isInserted()) {
                draft.remove(index);
            } else if (line.isRemoved()) {
                draft.insert(index, line.whole());
            } else {
                line.undo(draft, index);
            }
        }
    }

    private void write(SourceText text) {
        try {
            DurableFiles.replace(target(), text.bytes());
        } catch (IOException e) {
            throw new CredentialException("'" + path + "' cannot be written: " + e, e);
        }
    }

    /**
     * The change for people, with line numbers, showing only the pieces that change.
     *
     * @return texts that begin with {@code -} for what goes and {@code +} for what comes
     */
    public List<String> describe() {
        List<String> texts = new ArrayList<>();
        for (LineEdit line : lines) {
            for (LineEdit.Piece piece : line.pieces()) {
                if (!piece.removed().isEmpty()) {
                    texts.add("-" + line.lineBefore() + " " + piece.removed());
                }
                if (!piece.inserted().isEmpty()) {
                    texts.add("+" + line.lineAfter() + " " + piece.inserted());
                }
            }
        }
        return texts;
    }

    private Path target() {
        return Path.of(path);
    }
}
