package io.gatewaystore.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the text of settings into values. What cannot be read is reported and replaced by the default. */
final class SettingReader {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final long LONGEST_SECRET_FILE = 64 * 1024;

    private final Settings settings;
    private final Findings findings;

    SettingReader(Settings settings, Findings findings) {
        this.settings = settings;
        this.findings = findings;
    }

    Setting setting(StoreVariable variable) {
        return settings.get(variable);
    }

    boolean flag(StoreVariable variable) {
        Setting setting = setting(variable);
        Optional<Boolean> value = asFlag(setting);
        if (value.isEmpty()) {
            String text = String.valueOf(setting.text());
            findings.problem(setting, isNot(text, "true or false") + commentHint(text) + expected(setting));
        }
        return value.orElse(false);
    }

    /** The value of a flag, or empty if its text is not one. The spellings are those of the Go gateways, in any case. */
    static Optional<Boolean> asFlag(Setting setting) {
        return switch (String.valueOf(setting.text()).toLowerCase(Locale.ROOT)) {
            case "true", "t", "1" -> Optional.of(true);
            case "false", "f", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A duration from the shortest that is allowed up to a day. */
    Duration duration(StoreVariable variable, Duration shortest) {
        Setting setting = setting(variable);
        String text = String.valueOf(setting.text());
        try {
            Duration value = DurationText.parse(text);
            if (value.compareTo(shortest) >= 0 && value.compareTo(LONGEST) <= 0) {
                return value;
            }
            String fault = value.compareTo(shortest) < 0 ? " is too short" : " is too long";
            findings.problem(setting, Quoted.of(text) + fault + expected(setting));
        } catch (IllegalArgumentException | ArithmeticException e) {
            findings.problem(
                    setting, isNot(text, "a duration") + ": " + e.getMessage() + commentHint(text) + expected(setting));
        }
        return DurationText.parse(variable.defaultValue().orElseThrow());
    }

    /** A duration of whole seconds, as leases have it. */
    Duration wholeSeconds(StoreVariable variable, Duration shortest) {
        Duration value = duration(variable, shortest);
        if (value.toNanosPart() != 0) {
            Setting setting = setting(variable);
            findings.problem(
                    setting, Quoted.of(String.valueOf(setting.text())) + " has a fraction" + expected(setting));
        }
        return value;
    }

    @Nullable
    Path path(StoreVariable variable) {
        Setting setting = setting(variable);
        String text = setting.text();
        if (text == null) {
            return null;
        }
        if (text.contains("-----BEGIN")) {
            findings.problem(setting, "holds the contents of a file" + expected(setting));
            return null;
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            findings.problem(setting, Quoted.of(text) + " is not a path" + expected(setting));
            return null;
        }
    }

    @Nullable
    String host(StoreVariable variable) {
        Setting setting = setting(variable);
        String text = setting.text();
        if (text == null) {
            return null;
        }
        try {
            return Endpoint.checkHost(text);
        } catch (IllegalArgumentException e) {
            findings.problem(setting, Quoted.of(text) + " cannot be used: " + e.getMessage() + expected(setting));
            return null;
        }
    }

    String namespace() {
        Setting setting = setting(StoreVariable.NAMESPACE);
        String text = setting.text();
        if (text == null) {
            return "";
        }
        String fault = namespaceFault(text);
        if (fault != null) {
            findings.problem(setting, Quoted.of(text) + " " + fault + expected(setting));
        }
        return text;
    }

    private static @Nullable String namespaceFault(String text) {
        if (text.endsWith("/")) {
            return "ends with a slash";
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            return "contains a control character";
        }
        // Such text has no UTF-8 form, and keys are UTF-8.
        boolean torn = text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
        return torn ? "contains half of a surrogate pair" : null;
    }

    /** A secret that is written out or lies in a file. Of two places the one that has precedence counts. */
    @Nullable
    Secret secret(StoreVariable variable, StoreVariable fileVariable) {
        Setting direct = setting(variable);
        Setting file = setting(fileVariable);
        if (direct.isMade() && file.isMade() && direct.layer() == file.layer()) {
            findings.problem(file, "is set together with " + variable + "; expected: only one of the two");
            return null;
        }
        if (direct.layer().compareTo(file.layer()) <= 0) {
            String text = direct.text();
            return text == null ? null : Secret.of(text);
        }
        return secretFrom(file);
    }

    private @Nullable Secret secretFrom(Setting setting) {
        Path path = path(setting.variable());
        if (path == null) {
            return null;
        }
        try {
            if (Files.isRegularFile(path) && Files.size(path) > LONGEST_SECRET_FILE) {
                findings.problem(setting, Quoted.of(path.toString()) + " is too large to hold a password");
                return null;
            }
            String text = withoutLineBreak(Files.readString(path));
            if (!text.isEmpty()) {
                FileAccess.warnIfOpen(path, setting, findings);
                return Secret.of(text);
            }
            findings.problem(setting, Quoted.of(path.toString()) + " is empty" + expected(setting));
        } catch (CharacterCodingException e) {
            findings.problem(setting, Quoted.of(path.toString()) + " is not UTF-8 text");
        } catch (IOException e) {
            findings.problem(setting, FileAccess.trouble(path, e));
        }
        return null;
    }

    private static String withoutLineBreak(String text) {
        if (text.endsWith("\r\n")) {
            return text.substring(0, text.length() - 2);
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private static String isNot(String text, String kind) {
        return Quoted.of(text) + " is not " + kind;
    }

    /** {@code gateway.conf} knows no comments behind values, and people write them. */
    private static String commentHint(String text) {
        return text.indexOf('#') > 0 ? "; a comment needs a line of its own" : "";
    }

    private static String expected(Setting setting) {
        return "; expected: " + setting.variable().accepted();
    }
}
