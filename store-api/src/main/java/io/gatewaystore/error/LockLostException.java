package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * A lock or leadership is not held any more, so that nothing was written: its session was lost, its key deleted, or it was released.
 *
 * <p>Immutable.
 */
public final class LockLostException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     */
    public LockLostException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.NOT_APPLIED, false);
    }

    @Override
    public LockLostException atCaller() {
        return new LockLostException(String.valueOf(getMessage()), this);
    }
}
