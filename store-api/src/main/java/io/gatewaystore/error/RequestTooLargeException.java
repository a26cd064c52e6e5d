package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The request has more bytes, or the transaction more operations, than the store takes. Of the bytes, keys count as often as they travel: a
 * condition on a key names it again. Checked before sending; a store configured
 * with lower limits than usual refuses by itself.
 *
 * <p>Immutable.
 */
public final class RequestTooLargeException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what is too large, how large it is and what the limit is
     * @param cause the store's refusal, or null if it was not asked
     */
    public RequestTooLargeException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.NOT_APPLIED, false);
    }

    @Override
    public RequestTooLargeException atCaller() {
        return new RequestTooLargeException(String.valueOf(getMessage()), this);
    }
}
