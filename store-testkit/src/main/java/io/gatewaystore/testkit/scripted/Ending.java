package io.gatewaystore.testkit.scripted;

import java.util.Objects;
import java.util.Optional;

/**
 * How a scripted server ends a call or a stream.
 *
 * <p>Immutable.
 *
 * @param code the status
 * @param text the text that goes with it, as etcd sends {@code etcdserver: no leader}; empty if there is none
 */
public record Ending(StatusCode code, Optional<String> text) {

    /**
     * Creates an ending.
     *
     * @param code the status
     * @param text the text that goes with it
     */
    public Ending {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(text, "text");
    }

    /**
     * An ending without a text.
     *
     * @param code the status
     * @return the ending
     */
    public static Ending of(StatusCode code) {
        return new Ending(code, Optional.empty());
    }

    /**
     * An ending with a text.
     *
     * @param code the status
     * @param text the text
     * @return the ending
     */
    public static Ending of(StatusCode code, String text) {
        return new Ending(code, Optional.of(text));
    }

    @Override
    public String toString() {
        return code + text.map(words -> " (" + words + ")").orElse("");
    }
}
