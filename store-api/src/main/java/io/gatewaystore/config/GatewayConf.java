package io.gatewaystore.config;

import com.sshtools.jini.INI;
import com.sshtools.jini.INI.EscapeMode;
import com.sshtools.jini.INI.Section;
import com.sshtools.jini.INIReader;
import com.sshtools.jini.INIReader.DuplicateAction;
import com.sshtools.jini.INIReader.MultiValueMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code [store]} section of one {@code gateway.conf}. The other sections belong to the gateway and are not looked at.
 *
 * <p>Values are taken as they are written: no escapes, no continued lines, no comments at the end of a line, nothing put in
 * for <code>${...}</code>. Passwords contain all of these.
 */
final class GatewayConf {

    private static final String SECTION = "store";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,80}");
    private static final Pattern NOT_KEY = Pattern.compile("[^A-Za-z0-9_.-].*", Pattern.DOTALL);
    private static final List<String> KNOWN_KEYS =
            Arrays.stream(StoreVariable.values()).map(StoreVariable::configKey).toList();

    private static final List<String> SECRET_KEYS = Arrays.stream(StoreVariable.values())
            .filter(StoreVariable::isSecret)
            .map(StoreVariable::configKey)
            .toList();

    private final String description;
    private @Nullable ConfigFile origin;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Other> others = new LinkedHashMap<>();

    private GatewayConf(String description) {
        this.description = description;
    }

    static GatewayConf none(List<Path> lookedAt) {
        return new GatewayConf(
                lookedAt.isEmpty()
                        ? "none"
                        : lookedAt.stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(", ", "none (looked for ", ")")));
    }

    /**
     * Reads a file that is expected to be there.
     *
     * @param variable what named the file, for messages
     * @param source where that came from, for messages
     */
    static GatewayConf read(Path path, String variable, String source, Findings findings) {
        GatewayConf conf = new GatewayConf(path.toString());
        String trouble = conf.tryRead(path, findings);
        if (trouble != null) {
            findings.problem(variable, source, Quoted.of(path.toString()) + " " + trouble);
        }
        return conf;
    }

    private @Nullable String tryRead(Path path, Findings findings) {
        if (Files.isDirectory(path)) {
            return "is a directory; expected: a file with a [" + SECTION + "] section";
        }
        String text = "";
        try {
            byte[] content = Files.readAllBytes(path);
            origin = ConfigFile.of(path, content);
            text = withoutMark(decoded(content));
            take(reader().read(text), path, findings);
            return null;
        } catch (NoSuchFileException e) {
            return "does not exist";
        } catch (AccessDeniedException e) {
            return "cannot be read: permission denied for user " + System.getProperty("user.name");
        } catch (CharacterCodingException e) {
            return "is not UTF-8 text";
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        } catch (NumberFormatException e) {
            // The library takes escapes in keys for Java's and trips over others; its message quotes the line.
            return "cannot be understood: the name of a key contains a backslash and a u";
        } catch (ParseException e) {
            // The library's message names the fault and never quotes the line, which may hold a password.
            return "cannot be understood, line " + line(text, e.getErrorOffset()) + ": " + e.getMessage();
        }
    }

    private static String decoded(byte[] content) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
    }

    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The library counts characters without line ends, up to and including the line at fault. */
    private static long line(String text, int offset) {
        int seen = 0;
        int number = 0;
        for (String line : text.lines().toList()) {
            seen += line.length();
            number++;
            if (seen >= offset) {
                break;
            }
        }
        return number;
    }

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

    private void take(INI ini, Path path, Findings findings) {
        Section[] sections = ini.sections().get(SECTION);
        if (sections == null) {
            warnOfMissingSection(ini, findings);
            return;
        }
        for (Section section : sections) {
            section.rawValues().forEach((key, texts) -> take(key, texts, findings));
        }
        if (SECRET_KEYS.stream().anyMatch(values::containsKey)) {
            FileAccess.warnIfOpen(path, "gateway.conf", description, findings);
        }
    }

    private void warnOfMissingSection(INI ini, Findings findings) {
        boolean outside =
                ini.rawValues().keySet().stream().anyMatch(key -> KNOWN_KEYS.contains(key.toLowerCase(Locale.ROOT)));
        if (outside) {
            findings.warning(
                    "gateway.conf", description, "has no [" + SECTION + "] section; settings outside it are ignored");
        }
    }

    private void take(String key, String[] texts, Findings findings) {
        String name = key.toLowerCase(Locale.ROOT);
        if (name.startsWith(";")) {
            return;
        }
        if (!KEY.matcher(name).matches()) {
            // Only the first word is shown: the rest of such a line may be a password after a colon.
            String word = NOT_KEY.matcher(key).replaceFirst("");
            findings.problem(
                    "gateway.conf",
                    description + " [" + SECTION + "]",
                    "the line that begins with " + Quoted.of(word) + " is not of the form key = value");
            return;
        }
        if (!KNOWN_KEYS.contains(name)) {
            others.computeIfAbsent(name, first -> new Other(key, new ArrayList<>()))
                    .texts()
                    .addAll(List.of(texts));
            return;
        }
        boolean repeated = texts.length > 1 || (texts.length == 1 && values.containsKey(name));
        if (repeated) {
            reportRepetition(name, findings);
        } else if (texts.length == 1) {
            values.put(name, unquoted(texts[0]));
        }
    }

    private void reportRepetition(String name, Findings findings) {
        findings.problem(StoreVariable.PREFIX + name.toUpperCase(Locale.ROOT), source(name), "is set more than once");
    }

    /** Hands the backend's own settings over and warns of the keys that nobody knows. */
    void takeOtherKeys(OwnSettings own, Findings findings) {
        others.forEach((name, other) -> {
            if (!own.own(name)) {
                findings.unknownName(other.key(), description + " [" + SECTION + "]", "unknown, ignored" + hint(name));
            } else if (other.texts().size() > 1) {
                reportRepetition(name, findings);
            } else {
                other.texts().forEach(text -> own.take(name, source(name), unquoted(text)));
            }
        });
    }

    /** A key that is not one of the library's, as it was spelled, with all its values. */
    private record Other(String key, List<String> texts) {}

    private static String hint(String name) {
        String prefix = StoreVariable.PREFIX.toLowerCase(Locale.ROOT);
        String bare = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        return NearestName.of(bare, KNOWN_KEYS)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("");
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '\'' || text.charAt(0) == '"')
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    @Nullable
    String value(String key) {
        return values.get(key);
    }

    String source(String key) {
        return description + " [" + SECTION + "] " + key;
    }

    /** The file that was read, if there was one. */
    Optional<ConfigFile> origin() {
        return Optional.ofNullable(origin);
    }

    String description() {
        return description;
    }
}
