package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The backend that serves the store has no such thing, for instance no TTLs. Backends of this library have everything; those of others
 * may lack what their documentation says.
 *
 * <p>Immutable.
 */
public final class NotSupportedException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what the backend lacks, and what to do instead
     * @param cause the underlying failure, or null
     */
    public NotSupportedException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.NOT_APPLIED, false);
    }

    @Override
    public NotSupportedException atCaller() {
        return new NotSupportedException(String.valueOf(getMessage()), this);
    }
}
