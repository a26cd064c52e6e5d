package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The store has used up its space quota and takes only reads and deletions until an operator makes room (etcd: compact, defragment,
 * disarm the NOSPACE alarm). The write that ran into it may have been applied.
 *
 * <p>Immutable.
 */
public final class QuotaExceededException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     */
    public QuotaExceededException(String message, @Nullable Throwable cause) {
        super(message, cause, Outcome.UNKNOWN, false);
    }

    @Override
    public QuotaExceededException atCaller() {
        return new QuotaExceededException(String.valueOf(getMessage()), this);
    }
}
