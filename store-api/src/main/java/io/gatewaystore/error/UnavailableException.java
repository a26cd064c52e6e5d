package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The store could not serve the call just now: no member answers, there is no leader, or the connection broke. A read can be
 * repeated at once; a write that is {@link Outcome#UNKNOWN} may have been applied, or may still be.
 *
 * <p>Immutable.
 */
public final class UnavailableException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     * @param outcome what a write may have done; NOT_APPLIED for a read
     */
    public UnavailableException(String message, @Nullable Throwable cause, Outcome outcome) {
        super(message, cause, outcome, true);
    }

    @Override
    public UnavailableException atCaller() {
        return new UnavailableException(String.valueOf(getMessage()), this, outcome());
    }
}
