package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The lease named by a write does not exist, or does no longer: it expired or was revoked.
 *
 * <p>Immutable.
 */
public final class LeaseNotFoundException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     */
    public LeaseNotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.NOT_APPLIED, false);
    }

    @Override
    public LeaseNotFoundException atCaller() {
        return new LeaseNotFoundException(String.valueOf(getMessage()), this);
    }
}
