package io.gatewaystore.testkit.history;

import java.util.Objects;

/**
 * One call of a client.
 *
 * <p>Immutable.
 *
 * @param client who called; makes one call at a time
 * @param invoked when it began, by {@link System#nanoTime()}
 * @param returned when it ended
 * @param action what was asked
 * @param answer what was answered
 */
public record Call(String client, long invoked, long returned, Action action, Answer answer) {

    /**
     * Creates a call.
     *
     * @param client who called
     * @param invoked when it began
     * @param returned when it ended
     * @param action what was asked
     * @param answer what was answered
     */
    public Call {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(answer, "answer");
    }
}
