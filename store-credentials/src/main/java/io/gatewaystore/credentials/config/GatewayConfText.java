package io.gatewaystore.credentials.config;

import com.sshtools.jini.INI;
import com.sshtools.jini.INI.EscapeMode;
import com.sshtools.jini.INI.Section;
import com.sshtools.jini.INIReader;
import com.sshtools.jini.INIReader.DuplicateAction;
import com.sshtools.jini.INIReader.MultiValueMode;
import java.io.IOException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The section {@code [store]} of a {@code gateway.conf}, read by the library that gateways read it with, and found again line by line. */
final class GatewayConfText implements ConfigText {

    private static final String SECTION = "store";
    private static final Pattern HEADER = Pattern.compile("\\s*\\[([^]]*)]\\s*");
    private static final Pattern ENTRY = Pattern.compile("(\\s*([^#;=\\s][^=]*?)(\\s*=\\s*))(.*?)\\s*");

    private final SourceText text;
    private final Map<String, Located> values = new LinkedHashMap<>();
    private int lastEntry = -1;

    private GatewayConfText(SourceText text) {
        this.text = text;
    }

    static GatewayConfText parse(SourceText text) throws UnreadableException {
        GatewayConfText conf = new GatewayConfText(text);
        conf.locate();
        conf.compareWithLibrary();
        return conf;
    }

    private void locate() throws UnreadableException {
        boolean within = false;
        for (int i = 0; i < text.size(); i++) {
            Matcher header = HEADER.matcher(text.line(i));
            if (header.matches()) {
                within = header.group(1).strip().equals(SECTION);
                lastEntry = within ? i : lastEntry;
            } else if (within) {
                locate(i);
            }
        }
    }

    private void locate(int index) throws UnreadableException {
        Matcher entry = ENTRY.matcher(text.line(index));
        if (!entry.matches()) {
            return;
        }
        String name = entry.group(2).toLowerCase(Locale.ROOT);
        String raw = entry.group(4);
        Located earlier = values.put(
                name, new Located(name, unquoted(raw), index, new Span(index, entry.start(4), raw.length())));
        if (earlier != null) {
            throw new UnreadableException("sets " + name + " more than once in [" + SECTION + "] (lines "
                    + (earlier.line() + 1) + " and " + (index + 1) + "); remove one of them");
        }
        lastEntry = index;
    }

    private static String unquoted(String raw) {
        boolean quoted = raw.length() >= 2
                && (raw.charAt(0) == '\'' || raw.charAt(0) == '"')
                && raw.charAt(0) == raw.charAt(raw.length() - 1);
        return quoted ? raw.substring(1, raw.length() - 1) : raw;
    }

    private void compareWithLibrary() throws UnreadableException {
        Map<String, String> ours = new HashMap<>();
        values.forEach((name, located) -> ours.put(name, located.value()));
        if (!ours.equals(asRead())) {
            throw new UnreadableException("has a [" + SECTION + "] section that cannot be edited safely; write one "
                    + "'key = value' to a line, each key once");
        }
    }

    private Map<String, String> asRead() throws UnreadableException {
        try {
            INI ini = reader().read(text.forParsers());
            Section @Nullable [] sections = ini.sections().get(SECTION);
            Map<String, String> read = new HashMap<>();
            Arrays.stream(sections == null ? new Section[0] : sections)
                    .forEach(section -> section.rawValues().forEach((key, texts) -> {
                        if (!key.startsWith(";") && texts.length > 0) {
                            read.put(key.toLowerCase(Locale.ROOT), unquoted(texts[0]));
                        }
                    }));
            return read;
        } catch (IOException | ParseException | NumberFormatException e) {
            // The library's message may quote a line.
            throw new UnreadableException("cannot be understood as gateway.conf", e);
        }
    }

    /** As the library of gateways is set up to read it. */
    private static INIReader reader() {
        return new INIReader.Builder()
                .withCommentCharacter('#')
                .withoutInlineComments()
                .withoutLineContinuations()
                .withoutStringQuoting()
                .withEscapeMode(EscapeMode.NEVER)
                .withoutNestedSections()
                .withMultiValueMode(MultiValueMode.REPEATED_KEY)
                .withDuplicateKeysAction(DuplicateAction.APPEND)
                .withDuplicateSectionAction(DuplicateAction.APPEND)
                .build();
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
            String raw = text.at(span);
            boolean quoted = !unquoted(raw).equals(raw);
            draft.replace(span, quoted ? raw.charAt(0) + value + raw.charAt(0) : value);
            return;
        }
        if (lastEntry < 0) {
            throw new UnreadableException("has no [" + SECTION + "] section");
        }
        Matcher like = ENTRY.matcher(text.line(lastEntry));
        String separator = like.matches() ? like.group(3) : " = ";
        draft.insert(lastEntry + 1, name + separator + value);
    }

    @Override
    public void remove(Draft draft, String name) throws UnreadableException {
        Located located = values.get(name);
        if (located == null) {
            throw new UnreadableException("has no " + name);
        }
        draft.remove(located.line());
    }
}
