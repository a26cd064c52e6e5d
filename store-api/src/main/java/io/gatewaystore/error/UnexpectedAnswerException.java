package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * The store answered with something its protocol does not explain. The message carries its status; please report it.
 *
 * <p>Immutable.
 */
public final class UnexpectedAnswerException extends StoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null
     * @param outcome what a write may have done; NOT_APPLIED for a read
     */
    public UnexpectedAnswerException(String message, @Nullable Throwable cause, Outcome outcome) {
        super(message, cause, outcome, false);
    }

    @Override
    public UnexpectedAnswerException atCaller() {
        return new UnexpectedAnswerException(String.valueOf(getMessage()), this, outcome());
    }
}
