package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The call did not end within its deadline: the default of the configuration, or that of {@link io.gatewaystore.Store#withDeadline}.
 *
 * <p>Immutable.
 */
public final class DeadlineExceededException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     * @param outcome what a write may have done; NOT_APPLIED for a read
     */
    public DeadlineExceededException(String message, @Nullable Throwable cause, Outcome outcome) {
        super(message, cause, outcome, true);
    }

    @Override
    public DeadlineExceededException atCaller() {
        return new DeadlineExceededException(String.valueOf(getMessage()), this, outcome());
    }
}
