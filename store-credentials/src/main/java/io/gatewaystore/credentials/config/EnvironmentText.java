package io.gatewaystore.credentials.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code NAME=value} lines as shells and systemd read it: quotes, {@code export}, {@code #} comments. Of a variable that is set twice the
 * last is the one that counts.
 */
final class EnvironmentText implements ConfigText {

    private static final String CONFIG_FILE = "ETCD_CONFIG_FILE";
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(\\s*(?:export\\s+)?)([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
    private static final Pattern PLAIN = Pattern.compile("(?:(?!\\s#).)*?(?=\\s*(?:$|\\s#))");
    private static final Pattern QUOTED = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*')(?=\\s*(?:$|\\s#|#))");
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_./:,@%+=\\[\\]-]*");

    private final SourceText text;
    private final Map<String, Located> values = new LinkedHashMap<>();

    private EnvironmentText(SourceText text) {
        this.text = text;
    }

    static EnvironmentText parse(SourceText text) throws UnreadableException {
        EnvironmentText environment = new EnvironmentText(text);
        for (int i = 0; i < text.size(); i++) {
            environment.read(i);
        }
        Located configFile = environment.values.get(CONFIG_FILE);
        if (configFile != null && !configFile.value().isEmpty()) {
            throw new UnreadableException("line " + (configFile.line() + 1) + ": " + CONFIG_FILE
                    + " is set and lets etcd ignore all other variables; edit that file instead");
        }
        return environment;
    }

    private void read(int index) {
        Matcher assignment = ASSIGNMENT.matcher(text.line(index));
        if (!assignment.matches()) {
            return;
        }
        String name = assignment.group(2);
        Located earlier = values.remove(name);
        if (earlier != null) {
            values.put(name + " (overridden at line " + (earlier.line() + 1) + ")", earlier);
        }
        values.put(name, located(name, index, assignment.start(3)));
    }

    private Located located(String name, int index, int start) {
        String line = text.line(index);
        String rest = line.substring(start);
        char first = rest.isEmpty() ? ' ' : rest.charAt(0);
        if (first == '"' || first == '\'') {
            Matcher quoted = QUOTED.matcher(rest);
            if (!quoted.lookingAt()) {
                return new Located(name, rest, index, null);
            }
            String raw = quoted.group();
            return new Located(name, unquoted(raw), index, new Span(index, start, raw.length()));
        }
        Matcher plain = PLAIN.matcher(rest);
        String raw = plain.lookingAt() ? plain.group() : rest;
        @Nullable Span span = raw.endsWith("\\") ? null : new Span(index, start, raw.length());
        return new Located(name, raw, index, span);
    }

    private static String unquoted(String raw) {
        String inner = raw.substring(1, raw.length() - 1);
        return raw.charAt(0) == '"' ? inner.replaceAll("\\\\([\"\\\\$`])", "$1") : inner;
    }

    @Override
    public Map<String, Located> values() {
        return values;
    }

    @Override
    public void set(Draft draft, String name, String value) throws UnreadableException {
        Located located = values.get(name);
        if (located != null) {
            Span span = located.editable();
            draft.replace(span, quoted(value, text.at(span)));
            return;
        }
        Located neighbour = neighbour(name);
        if (neighbour == null) {
            draft.insert(text.size(), name + "=" + quoted(value, ""));
            return;
        }
        Matcher assignment = ASSIGNMENT.matcher(text.line(neighbour.line()));
        String before = assignment.matches() ? assignment.group(1) : "";
        String like = neighbour.span() == null ? "" : text.at(neighbour.editable());
        draft.insert(neighbour.line() + 1, before + name + "=" + quoted(value, like));
    }

    /** The last variable of the same family, whose style and place a new one takes. */
    private @Nullable Located neighbour(String name) {
        String family = name.startsWith("GATEWAY_STORE_") ? "GATEWAY_STORE_" : "ETCD_";
        return values.values().stream()
                .filter(located -> located.name().startsWith(family))
                .reduce((one, other) -> one.line() > other.line() ? one : other)
                .orElse(null);
    }

    private static String quoted(String value, String like) throws UnreadableException {
        if (value.matches(".*[\"'$`\\\\\\p{Cntrl}].*")) {
            throw new UnreadableException("cannot hold '" + value + "': choose a path without quotes and the like");
        }
        char quote = like.isEmpty() ? ' ' : like.charAt(0);
        if (quote == '\'' || quote == '"') {
            return quote + value + quote;
        }
        return SAFE.matcher(value).matches() ? value : '"' + value + '"';
    }

    @Override
    public void remove(Draft draft, String name) throws UnreadableException {
        Located located = located(name);
        located.editable();
        draft.remove(located.line());
    }

    private Located located(String name) throws UnreadableException {
        Located located = values.get(name);
        if (located == null) {
            throw new UnreadableException("has no " + name);
        }
        return located;
    }
}
