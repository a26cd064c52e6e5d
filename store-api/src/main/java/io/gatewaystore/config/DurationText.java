package io.gatewaystore.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as operators write them: {@code 500ms}, {@code 3s}, {@code 1m30s}, and ISO 8601 as {@code PT3S}. */
final class DurationText {

    private static final Pattern PLAIN_NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern PART = Pattern.compile("([0-9]{1,12})(ms|s|m|h)");
    private static final Pattern PARTS = Pattern.compile("(" + PART.pattern() + ")+");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1));

    private DurationText() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException if it is none; the message completes "it is not a duration: "
     */
    static Duration parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (PLAIN_NUMBER.matcher(lower).matches()) {
            throw new IllegalArgumentException(
                    "the unit is missing, write " + lower + "s for seconds or " + lower + "ms for milliseconds");
        }
        if (PARTS.matcher(lower).matches()) {
            Duration sum = Duration.ZERO;
            Matcher part = PART.matcher(lower);
            while (part.find()) {
                Duration unit = UNITS.getOrDefault(part.group(2), Duration.ZERO);
                sum = sum.plus(unit.multipliedBy(Long.parseLong(part.group(1))));
            }
            return sum;
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("it has another form", e);
        }
    }
}
