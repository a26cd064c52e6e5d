package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * A key that was to be registered is held by somebody else.
 *
 * <p>Immutable.
 */
public final class KeyHeldException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     */
    public KeyHeldException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.NOT_APPLIED, false);
    }

    @Override
    public KeyHeldException atCaller() {
        return new KeyHeldException(String.valueOf(getMessage()), this);
    }
}
