package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * A read named a revision that does not exist yet.
 *
 * <p>Immutable.
 */
public final class FutureRevisionException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     */
    public FutureRevisionException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.NOT_APPLIED, true);
    }

    @Override
    public FutureRevisionException atCaller() {
        return new FutureRevisionException(String.valueOf(getMessage()), this);
    }
}
