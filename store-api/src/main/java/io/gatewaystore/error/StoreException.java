package io.gatewaystore.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of every failure a store reports.
 *
 * <p>A future of an {@link io.gatewaystore.AsyncStore} completes with the exception itself, never wrapped. A blocking call
 * throws an exception of the same type made by {@link #atCaller()}, whose stack trace is the caller's and whose cause is
 * the original.
 *
 * <p>Messages name the key, endpoint, variable or limit concerned and never contain values, passwords or private keys.
 *
 * <p>Immutable.
 */
public abstract class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final boolean retryable;

    /**
     * Creates an exception.
     *
     * @param message what happened, with the evidence, and what to do
     * @param cause the underlying failure, or null if there is none
     * @param outcome what the failed call may have done
     * @param retryable whether the same call may succeed later without anything being changed
     */
    protected StoreException(String message, @Nullable Throwable cause, Outcome outcome, boolean retryable) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.outcome = Objects.requireNonNull(outcome, "outcome");
        this.retryable = retryable;
    }

    /**
     * What the failed call may have done to the store.
     *
     * @return {@link Outcome#NOT_APPLIED} for reads and for writes that certainly changed nothing, else
     *     {@link Outcome#UNKNOWN}
     */
    public final Outcome outcome() {
        return outcome;
    }

    /**
     * Whether the same call may succeed later although the caller changes nothing.
     *
     * <p>For a write this says nothing about its outcome: look at {@link #outcome()} before repeating one.
     *
     * @return true if trying again can help
     */
    public final boolean isRetryable() {
        return retryable;
    }

    /**
     * Makes an exception of the same type and evidence whose stack trace is that of the calling thread and whose cause is
     * this exception.
     *
     * @return the exception to throw from a blocking call
     */
    public abstract StoreException atCaller();
}
