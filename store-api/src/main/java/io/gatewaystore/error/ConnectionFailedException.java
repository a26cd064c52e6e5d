package io.gatewaystore.error;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * No connection to the store came about: every endpoint failed, each for a reason of its own.
 *
 * <p>The message has one line per endpoint, with the reason and the remedy. Nothing was sent.
 *
 * <p>Immutable.
 */
public final class ConnectionFailedException extends StoreException {

    private static final long serialVersionUID = 1L;

    // Exceptions are Serializable by inheritance only; nobody sends these.
    private final transient List<Attempt> attempts;

    /**
     * One endpoint and why it failed.
     *
     * <p>Immutable.
     *
     * @param endpoint the endpoint as {@code host:port}
     * @param failure what kind of failure it was
     * @param reason what happened, in a clause
     * @param remedy what to do, naming the variable to change
     */
    public record Attempt(String endpoint, ConnectionFailure failure, String reason, String remedy) {

        /**
         * Creates an attempt.
         *
         * @param endpoint the endpoint
         * @param failure the kind of failure
         * @param reason what happened
         * @param remedy what to do
         */
        public Attempt {
            Objects.requireNonNull(endpoint, "endpoint");
            Objects.requireNonNull(failure, "failure");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(remedy, "remedy");
        }

        @Override
        public String toString() {
            return endpoint + ": " + reason + " [" + failure + "]. " + remedy;
        }
    }

    /**
     * Creates an exception.
     *
     * @param attempts what happened at each endpoint, at least one
     * @param cause the failure of the first endpoint, or null
     * @throws IllegalArgumentException if there is no attempt
     */
    public ConnectionFailedException(List<Attempt> attempts, @Nullable Throwable cause) {
        super(
                message(attempts),
                cause,
                Outcome.NOT_APPLIED,
                attempts.stream().anyMatch(ConnectionFailedException::mayPass));
        this.attempts = List.copyOf(attempts);
    }

    private static String message(List<Attempt> attempts) {
        if (attempts.isEmpty()) {
            throw new IllegalArgumentException("attempts: none (expected: at least one)");
        }
        return attempts.stream()
                .map(Attempt::toString)
                .collect(Collectors.joining(System.lineSeparator() + "  ", "cannot connect to the store: ", ""));
    }

    private static boolean mayPass(Attempt attempt) {
        return switch (attempt.failure()) {
            case UNKNOWN_HOST, REFUSED, TIMEOUT, NO_LEADER, OTHER -> true;
            default -> false;
        };
    }

    /**
     * What happened at each endpoint.
     *
     * @return the attempts in the order of the configured endpoints
     */
    public List<Attempt> attempts() {
        return attempts;
    }

    @Override
    public ConnectionFailedException atCaller() {
        return new ConnectionFailedException(attempts, this);
    }
}
