package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The thread was interrupted while it waited in a blocking call. Its interrupt status is set again and the call was cancelled.
 *
 * <p>Immutable.
 */
public final class InterruptedStoreException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     * @param outcome what a write may have done; NOT_APPLIED for a read
     */
    public InterruptedStoreException(String message, @Nullable Throwable cause, Outcome outcome) {
        super(message, cause, outcome, false);
    }

    @Override
    public InterruptedStoreException atCaller() {
        return new InterruptedStoreException(String.valueOf(getMessage()), this, outcome());
    }
}
