package io.gatewaystore.config;

import java.util.Locale;
import java.util.stream.Collectors;

/** Values as messages show them: in quotes, on one line, and not endless. */
final class Quoted {

    private static final int MAX_LENGTH = 200;

    private Quoted() {}

    static String of(String text) {
        return "'" + plain(text) + "'";
    }

    static String plain(String text) {
        String shown = text.codePoints()
                .limit(MAX_LENGTH)
                .mapToObj(c ->
                        Character.isISOControl(c) ? String.format(Locale.ROOT, "\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining());
        return text.codePointCount(0, text.length()) > MAX_LENGTH ? shown + "..." : shown;
    }
}
