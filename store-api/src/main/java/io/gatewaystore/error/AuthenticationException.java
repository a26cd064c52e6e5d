package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The store does not know the user name and password, or demands them and none are configured.
 *
 * <p>Immutable.
 */
public final class AuthenticationException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     */
    public AuthenticationException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.NOT_APPLIED, false);
    }

    @Override
    public AuthenticationException atCaller() {
        return new AuthenticationException(String.valueOf(getMessage()), this);
    }
}
