package io.gatewaystore.error;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration cannot be used, and why: every problem found, not only the first.
 *
 * <p>The message has one line per problem, in the form {@code variable (source): what is wrong, and what would be accepted}.
 * Nothing was connected to and nothing was written, so the outcome is always {@link Outcome#NOT_APPLIED}; trying again
 * without changing the configuration cannot help.
 *
 * <p>Immutable.
 */
public final class ConfigurationException extends StoreException {

    private static final long serialVersionUID = 1L;

    /** Always the result of {@link List#copyOf}, which is serializable although {@link List} does not say so. */
    @SuppressWarnings("serial")
    private final List<Problem> problems;

    /**
     * Creates an exception from everything that was found wrong.
     *
     * @param problems at least one problem, in the order in which they are to be read
     * @throws IllegalArgumentException if there is no problem
     */
    public ConfigurationException(List<Problem> problems) {
        this(List.copyOf(problems), null);
    }

    private ConfigurationException(List<Problem> problems, @Nullable Throwable cause) {
        super(describe(problems), cause, Outcome.NOT_APPLIED, false);
        this.problems = problems;
    }

    /**
     * Everything that was found wrong.
     *
     * @return an unmodifiable list of at least one problem
     */
    public List<Problem> problems() {
        return problems;
    }

    @Override
    public ConfigurationException atCaller() {
        return new ConfigurationException(problems, this);
    }

    private static String describe(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("problems: [] (expected: at least one)");
        }
        if (problems.size() == 1) {
            return problems.get(0).toString();
        }
        return problems.stream()
                .map(problem -> "  " + problem)
                .collect(Collectors.joining("\n", "the configuration has " + problems.size() + " problems:\n", ""));
    }

    /**
     * One thing that is wrong with the configuration.
     *
     * <p>Immutable.
     *
     * @param variable the setting concerned, by the name of its environment variable, for example
     *     {@code GATEWAY_STORE_ETCD_HOSTS}
     * @param source where the value came from: {@code environment}, {@code builder}, {@code default}, {@code not set}, or a
     *     file with its section and key
     * @param message what is wrong and what would be accepted; never contains a secret
     */
    public record Problem(String variable, String source, String message) implements Serializable {

        /**
         * Checks that all three parts are there.
         *
         * @param variable the setting concerned
         * @param source where the value came from
         * @param message what is wrong and what would be accepted
         */
        public Problem {
            Objects.requireNonNull(variable, "variable");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(message, "message");
        }

        /**
         * The problem as one line of text.
         *
         * @return {@code variable (source): message}
         */
        @Override
        public String toString() {
            return variable + " (" + source + "): " + message;
        }
    }
}
