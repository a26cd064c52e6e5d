package io.gatewaystore.credentials.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** A TOML file, whose strings can be rewritten where they stand. */
final class TomlText implements ConfigText {

    private static final Pattern ONE_LINE_STRING =
            Pattern.compile("\\s*(\"(?!\"\")(?:[^\"\\\\]|\\\\.)*\"|'(?!'')[^']*')");
    private static final Pattern NOTHING_MORE = Pattern.compile("\\s*(?:#.*)?");

    private final SourceText text;
    private final Map<String, Located> values = new LinkedHashMap<>();

    private TomlText(SourceText text) {
        this.text = text;
    }

    static TomlText parse(SourceText text) throws UnreadableException {
        TomlParseResult result = Toml.parse(text.forParsers());
        if (result.hasErrors()) {
            // The position only: the message may quote the line.
            throw new UnreadableException(
                    "is not TOML, line " + result.errors().get(0).position().line());
        }
        TomlText toml = new TomlText(text);
        toml.read("", result);
        return toml;
    }

    private void read(String prefix, TomlTable table) {
        for (String key : table.keySet()) {
            java.util.List<String> path = java.util.List.of(key);
            read(prefix.isEmpty() ? key : prefix + "." + key, table.get(path), table.inputPositionOf(path));
        }
    }

    private void read(String name, @Nullable Object value, @Nullable TomlPosition position) {
        if (value instanceof TomlTable table) {
            read(name, table);
        } else if (value instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                read(name + "[" + i + "]", array.get(i), array.inputPositionOf(i));
            }
        } else {
            Span span = span(value, position);
            int line = span != null ? span.line() : position == null ? 0 : position.line() - 1;
            values.put(name, new Located(name, String.valueOf(value), line, span));
        }
    }

    private @Nullable Span span(@Nullable Object value, @Nullable TomlPosition position) {
        if (!(value instanceof String) || position == null) {
            return null;
        }
        int index = position.line() - 1;
        int column = text.line(index).offsetByCodePoints(0, position.column() - 1);
        // In an array of several lines, the position is where the gap before the value begins.
        while (NOTHING_MORE
                .matcher(text.line(index))
                .region(column, text.line(index).length())
                .matches()) {
            index++;
            column = 0;
        }
        String line = text.line(index);
        Matcher string = ONE_LINE_STRING.matcher(line).region(column, line.length());
        return string.lookingAt() ? Span.between(index, string.start(1), string.end(1)) : null;
    }

    @Override
    public Map<String, Located> values() {
        return values;
    }

    @Override
    public void set(Draft draft, String name, String value) throws UnreadableException {
        throw new UnreadableException("has no place for " + name + ": of TOML only the endpoints are edited");
    }

    @Override
    public void remove(Draft draft, String name) throws UnreadableException {
        throw new UnreadableException("keeps " + name + ": of TOML only the endpoints are edited");
    }
}
