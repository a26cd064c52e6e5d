package io.gatewaystore.credentials.config;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.internal.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A text file cut into lines that can be changed, inserted and removed, with everything else kept: line ends as they are, a missing one at the end,
 * a byte order mark. Lines are counted from 0 here.
 */
final class SourceText {

    private static final int LARGEST = 4 * 1024 * 1024;
    private static final String MARK = "\uFEFF";

    private final boolean marked;
    private final List<String> lines = new ArrayList<>();
    /** What follows each line; empty after a last line without an end. */
    private final List<String> ends = new ArrayList<>();

    private SourceText(String text) {
        marked = text.startsWith(MARK);
        int start = marked ? MARK.length() : 0;
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int next = feed < 0 ? text.length() : feed + 1;
            int end = feed < 0 ? next : feed > start && text.charAt(feed - 1) == '\r' ? feed - 1 : feed;
            lines.add(text.substring(start, end));
            ends.add(text.substring(end, next));
            start = next;
        }
    }

    static SourceText of(String text) {
        return new SourceText(text);
    }

    static SourceText read(Path path) {
        try {
            if (Files.size(path) > LARGEST) {
                throw new CredentialException("'" + path + "' is larger than 4 MiB; expected: a configuration file");
            }
            byte[] bytes = Files.readAllBytes(path);
            return of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (NoSuchFileException e) {
            throw new CredentialException("'" + path + "' does not exist", e);
        } catch (AccessDeniedException e) {
            throw new CredentialException(
                    "'" + path + "' cannot be read: permission denied for user " + System.getProperty("user.name"), e);
        } catch (CharacterCodingException e) {
            throw new CredentialException("'" + path + "' is not UTF-8 text", e);
        } catch (IOException e) {
            throw new CredentialException(
                    Files.isDirectory(path)
                            ? "'" + path + "' is a directory; expected: a file"
                            : "'" + path + "' cannot be read: " + e.getMessage(),
                    e);
        }
    }

    SourceText copy() {
        return of(toString());
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    int size() {
        return lines.size();
    }

    String line(int index) {
        return lines.get(index);
    }

    String at(Span span) {
        return lines.get(span.line()).substring(span.column(), span.end());
    }

    void set(int index, String line) {
        lines.set(index, line);
    }

    /** Inserts a line that will have that index. A last line without an end stays one. */
    void insert(int index, String line) {
        boolean afterOpenEnd =
                index > 0 && index == lines.size() && ends.get(index - 1).isEmpty();
        lines.add(index, line);
        ends.add(afterOpenEnd ? index - 1 : index, end());
    }

    void remove(int index) {
        boolean openEnd =
                index > 0 && index == lines.size() - 1 && ends.get(index).isEmpty();
        lines.remove(index);
        ends.remove(openEnd ? index - 1 : index);
    }

    /** How this file ends its lines: as the first does. */
    private String end() {
        return ends.isEmpty() || ends.get(0).isEmpty() ? "\n" : ends.get(0);
    }

    /** The lines, each ended by a line feed, for parsers: positions in it are positions here. */
    String forParsers() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    String sha256() {
        return DurableFiles.sha256(bytes());
    }

    static String sha256(String line) {
        return DurableFiles.sha256(line.getBytes(StandardCharsets.UTF_8));
    }

    /** The file, unchanged where nothing was changed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(marked ? MARK : "");
        for (int i = 0; i < lines.size(); i++) {
            text.append(lines.get(i)).append(ends.get(i));
        }
        return text.toString();
    }
}
