package io.gatewaystore.config;

import java.util.Objects;

/**
 * A password, wrapped so that it does not appear in logs and messages by accident.
 *
 * <p>Immutable.
 */
public final class Secret {

    /** What is shown instead of a secret. */
    static final String REDACTED = "***";

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * Wraps a secret.
     *
     * @param text the secret, not empty
     * @return the wrapped secret
     * @throws IllegalArgumentException if the text is empty
     */
    public static Secret of(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("secret: empty (expected: at least one character)");
        }
        return new Secret(text);
    }

    /**
     * The secret itself. Pass it on where it is needed and keep it nowhere.
     *
     * @return the text that was wrapped
     */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text);
    }

    /**
     * A fixed text that tells nothing about the secret, not even its length.
     *
     * @return {@code ***}
     */
    @Override
    public String toString() {
        return REDACTED;
    }
}
