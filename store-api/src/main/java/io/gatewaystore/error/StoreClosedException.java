package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The store was closed, before the call or while it was under way.
 *
 * <p>Immutable.
 */
public final class StoreClosedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     * @param outcome what a write may have done; NOT_APPLIED for a read
     */
    public StoreClosedException(String message, @Nullable Throwable cause, Outcome outcome) {
        super(message, cause, outcome, false);
    }

    @Override
    public StoreClosedException atCaller() {
        return new StoreClosedException(String.valueOf(getMessage()), this, outcome());
    }
}
