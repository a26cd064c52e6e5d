package io.gatewaystore.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One setting as it was found: its text, and where that came from.
 *
 * @param text the value as it was written or the default; null if there is neither
 */
record Setting(
        StoreVariable variable,
        Layer layer,
        String source,
        @Nullable String text) {

    private static final Pattern CREDENTIALS = Pattern.compile("[^\\s,]+@");

    /** The places that a value can come from; an earlier one wins. */
    enum Layer {
        BUILDER,
        ENVIRONMENT,
        FILE,
        NONE
    }

    static Setting absent(StoreVariable variable) {
        return variable.defaultValue()
                .map(text -> new Setting(variable, Layer.NONE, "default", text))
                .orElseGet(() -> new Setting(variable, Layer.NONE, "not set", null));
    }

    /** Whether somebody made the setting, be it to the default. */
    boolean isMade() {
        return layer != Layer.NONE;
    }

    /** Whether there is something to be read: made to more than nothing, or with a default. */
    boolean hasText() {
        return text != null;
    }

    /** The value as it may be shown to anybody. */
    String shown() {
        if (text == null) {
            return "-";
        }
        // Whoever pastes a key where its path belongs must not find it in a log.
        boolean secret = variable.isSecret() || text.contains("-----BEGIN");
        return secret ? Secret.REDACTED : Quoted.plain(withoutCredentials(text));
    }

    /** A list of hosts without what stands before an {@code @}, where no password belongs and some write one. */
    static String withoutCredentials(String text) {
        return CREDENTIALS.matcher(text).replaceAll(Secret.REDACTED + "@");
    }

    @Override
    public String toString() {
        return variable + "=" + shown() + " (" + source + ")";
    }
}
