package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The user the store knows us as may not do this with these keys.
 *
 * <p>Immutable.
 */
public final class PermissionDeniedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     */
    public PermissionDeniedException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.NOT_APPLIED, false);
    }

    @Override
    public PermissionDeniedException atCaller() {
        return new PermissionDeniedException(String.valueOf(getMessage()), this);
    }
}
