package io.gatewaystore.credentials.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The command line of etcd in an INI file: {@code command=} of a supervisor, also over several indented lines, or {@code ExecStart=} of systemd,
 * with its backslashes. Flags are read as Go reads them: one dash or two, {@code --flag=value} or {@code --flag value}, the last one counts.
 */
final class CommandText implements ConfigText {

    private static final Pattern ENTRY = Pattern.compile("(command|ExecStart)\\s*[=:]\\s*");
    private static final Pattern COMMENT_LINE = Pattern.compile("\\s*[#;].*");
    private static final Pattern COMMENT = Pattern.compile("\\s;");
    private static final String GAP = "(?:\\s|\\\\\\n)+";
    /** The program is etcd, whatever runs it, if flags or nothing at all follow. */
    private static final Pattern PROGRAM =
            Pattern.compile("(?:^|[\\s\"'/])etcd(?=" + GAP + "--?[a-z]|\\s*[\"']?\\s*$)");

    private static final Pattern FLAG = Pattern.compile("(?<=[\\s\"'])--?([a-z][a-z0-9-]*)(=?)");
    private static final Pattern VALUE = Pattern.compile("\"[^\"]*\"|'[^']*'|[^\\s\"']*");
    private static final Pattern NEXT_VALUE = Pattern.compile(GAP + "(?!-)(\"[^\"]*\"|'[^']*'|[^\\s\"'\\\\]+)");
    private static final Pattern VARIABLE = Pattern.compile("(?:^|[\\s\"',=])(ETCD_[A-Z_]+)\\s*=");
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_./:,@+=\\[\\]-]*");
    private static final Set<String> SWITCHES = Set.of("client-cert-auth");

    private final SourceText text;
    private final Set<String> names;
    private final Map<String, Located> values = new LinkedHashMap<>();
    private final Map<String, Flag> flags = new LinkedHashMap<>();
    /** The command, its lines ended by line feeds, and where in the file each of its lines begins. */
    private String command = "";

    private final List<Span> parts = new ArrayList<>();
    private int program;

    /** A flag from its first dash to the end of its value, and its value. */
    private record Flag(int start, int valueStart, int end) {}

    private CommandText(SourceText text, Set<String> names) {
        this.text = text;
        this.names = names;
    }

    /**
     * Reads a file.
     *
     * @param names the flags that are of interest
     */
    static CommandText parse(SourceText text, Set<String> names) throws UnreadableException {
        CommandText parsed = new CommandText(text, names);
        parsed.findCommand();
        parsed.readFlags();
        parsed.checkVariables();
        return parsed;
    }

    private void findCommand() throws UnreadableException {
        int found = -1;
        for (int i = 0; i < text.size(); i++) {
            Matcher entry = ENTRY.matcher(text.line(i));
            if (!entry.lookingAt()) {
                continue;
            }
            List<Span> candidate = extent(i, entry.end());
            Matcher etcd = PROGRAM.matcher(joined(candidate));
            if (!etcd.find()) {
                continue;
            }
            if (found >= 0) {
                throw new UnreadableException("starts etcd in line " + (found + 1) + " and in line " + (i + 1)
                        + "; expected: one member to a file");
            }
            found = i;
            parts.addAll(candidate);
            command = joined(candidate);
            program = etcd.end();
        }
        if (found < 0) {
            throw new UnreadableException("has no command= (or ExecStart=) that starts etcd");
        }
    }

    private List<Span> extent(int first, int column) {
        List<Span> extent = new ArrayList<>();
        extent.add(withoutComment(first, column));
        for (int i = first + 1; i < text.size(); i++) {
            String line = text.line(i);
            boolean continued = text.line(i - 1).endsWith("\\") || line.startsWith(" ") || line.startsWith("\t");
            if (!continued || line.isBlank()) {
                break;
            }
            if (!COMMENT_LINE.matcher(line).matches()) {
                extent.add(withoutComment(i, 0));
            }
        }
        return extent;
    }

    private Span withoutComment(int index, int column) {
        Matcher comment = COMMENT.matcher(text.line(index));
        int end = comment.find(column) ? comment.start() : text.line(index).length();
        return Span.between(index, column, end);
    }

    private String joined(List<Span> spans) {
        return String.join("\n", spans.stream().map(text::at).toList());
    }

    private void readFlags() throws UnreadableException {
        StringBuilder rest = new StringBuilder();
        int kept = 0;
        Matcher flag = FLAG.matcher(command);
        for (int from = program; flag.find(from); ) {
            Flag read = flag(flag);
            String name = flag.group(1);
            if (name.equals("config-file")) {
                throw new UnreadableException(
                        "line " + (span(read.start(), read.start()).line() + 1)
                                + ": etcd is started with --config-file and ignores its other flags; edit that file instead");
            }
            if (names.contains(name)) {
                put(name, read);
                rest.append(command, kept, read.start());
                kept = read.end();
            }
            from = Math.max(read.end(), flag.end());
        }
        rest.append(command.substring(kept));
        String others = rest.toString().replace("\\\n", " ").strip().replaceAll("\\s+", " ");
        values.put(
                "the rest of the command",
                new Located("the rest of the command", others, parts.get(0).line(), null));
    }

    private Flag flag(Matcher flag) {
        if (!flag.group(2).isEmpty()) {
            Matcher value = VALUE.matcher(command).region(flag.end(), command.length());
            value.lookingAt();
            return new Flag(flag.start(), flag.end(), value.end());
        }
        Matcher value = NEXT_VALUE.matcher(command).region(flag.end(), command.length());
        return !SWITCHES.contains(flag.group(1)) && value.lookingAt()
                ? new Flag(flag.start(), value.start(1), value.end())
                : new Flag(flag.start(), flag.end(), flag.end());
    }

    private void put(String name, Flag flag) {
        String raw = command.substring(flag.valueStart(), flag.end());
        boolean quoted = raw.length() > 1 && (raw.charAt(0) == '"' || raw.charAt(0) == '\'');
        String value = quoted ? raw.substring(1, raw.length() - 1) : raw;
        boolean bare = SWITCHES.contains(name) && raw.isEmpty();
        Span span = span(flag.valueStart(), flag.end());
        Located earlier = values.remove(name);
        if (earlier != null) {
            values.put(name + " (overridden at line " + (span.line() + 1) + ")", earlier);
        }
        values.put(name, new Located(name, bare ? "true" : value, span.line(), span));
        flags.put(name, flag);
    }

    /** Where a stretch of the command, which is never of two lines, stands in the file. */
    private Span span(int start, int end) {
        int offset = start;
        int part = 0;
        while (offset > parts.get(part).length()) {
            offset -= parts.get(part).length() + 1;
            part++;
        }
        Span line = parts.get(part);
        return new Span(line.line(), line.column() + offset, end - start);
    }

    /** etcd ends with an error if a setting comes as a flag and as a variable. */
    private void checkVariables() throws UnreadableException {
        for (int i = 0; i < text.size(); i++) {
            Matcher variable = VARIABLE.matcher(text.line(i));
            while (!COMMENT_LINE.matcher(text.line(i)).matches() && variable.find()) {
                String name = EtcdSetting.ofVariable(variable.group(1));
                if (names.contains(name)) {
                    throw new UnreadableException("line " + (i + 1) + ": sets " + variable.group(1)
                            + "; make it the flag --" + name + " of the command, since etcd refuses to be given both");
                }
            }
        }
    }

    @Override
    public Map<String, Located> values() {
        return values;
    }

    @Override
    public void set(Draft draft, String name, String value) throws UnreadableException {
        if (!SAFE.matcher(value).matches()) {
            throw new UnreadableException("cannot hold '" + value
                    + "' in a command: choose a path of letters, digits and the characters _ . / : , @ + = -");
        }
        Located located = values.get(name);
        if (located == null) {
            draft.replace(afterFlags(), " --" + name + (SWITCHES.contains(name) ? "" : "=" + value));
            return;
        }
        Span span = located.editable();
        String raw = text.at(span);
        boolean quoted = !raw.isEmpty() && (raw.charAt(0) == '"' || raw.charAt(0) == '\'');
        draft.replace(span, quoted ? raw.charAt(0) + value + raw.charAt(0) : value);
    }

    /** Behind the last of our flags, so that they keep the order in which they are set; else behind the program. */
    private Span afterFlags() {
        int end = flags.values().stream().mapToInt(Flag::end).max().orElse(program);
        return span(end, end);
    }

    @Override
    public void remove(Draft draft, String name) throws UnreadableException {
        Flag flag = flags.get(name);
        if (flag == null) {
            throw new UnreadableException("has no --" + name);
        }
        Span from = span(flag.start(), flag.start());
        Span to = span(flag.end(), flag.end());
        @Nullable Span whole = from.line() == to.line() ? from : null;
        if (whole == null) {
            throw new UnreadableException("line " + (from.line() + 1) + ": --" + name
                    + " has its value on another line; remove both by hand");
        }
        int start = from.column();
        while (start > 0 && Character.isWhitespace(text.line(from.line()).charAt(start - 1))) {
            start--;
        }
        // What indents a line says that it continues the one before.
        draft.replace(Span.between(from.line(), start == 0 ? from.column() : start, to.column()), "");
    }
}
