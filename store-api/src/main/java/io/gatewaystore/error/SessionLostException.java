package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The session that a write was to be bound to is lost, or was lost before the write arrived. A lost session takes a new lease by itself, so the same call may
 * succeed later; a closed one never does.
 *
 * <p>Immutable.
 */
public final class SessionLostException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     */
    public SessionLostException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.NOT_APPLIED, true);
    }

    @Override
    public SessionLostException atCaller() {
        return new SessionLostException(String.valueOf(getMessage()), this);
    }
}
