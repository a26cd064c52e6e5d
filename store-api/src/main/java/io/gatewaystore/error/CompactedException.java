package io.gatewaystore.error;

import org.jspecify.annotations.Nullable;

/**
 * A read, or the next page of a listing, named a revision whose history the store no longer has.
 *
 * <p>Immutable.
 */
public final class CompactedException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final long requested;
    private final long compacted;

    /**
     * Creates an exception.
     *
     * @param requested the revision asked for
     * @param compacted the oldest revision that can still be read, 0 if the store did not say
     * @param cause the underlying failure, or null
     */
    public CompactedException(long requested, long compacted, @Nullable Throwable cause) {
        super(message(requested, compacted), cause, Outcome.NOT_APPLIED, false);
        this.requested = requested;
        this.compacted = compacted;
    }

    /**
     * Creates an exception.
     *
     * @param purpose what was read, and where
     * @param requested the revision asked for
     * @param compacted the oldest revision that can still be read, 0 if the store did not say
     * @param cause the underlying failure, or null
     */
    public CompactedException(String purpose, long requested, long compacted, @Nullable Throwable cause) {
        super(purpose + ": " + message(requested, compacted), cause, Outcome.NOT_APPLIED, false);
        this.requested = requested;
        this.compacted = compacted;
    }

    private CompactedException(CompactedException original) {
        super(String.valueOf(original.getMessage()), original, Outcome.NOT_APPLIED, false);
        this.requested = original.requested;
        this.compacted = original.compacted;
    }

    private static String message(long requested, long compacted) {
        return "revision " + requested + " is compacted"
                + (compacted > 0 ? " (oldest that can be read: " + compacted + ")" : "") + "; read a newer one";
    }

    /**
     * The revision asked for.
     *
     * @return the revision
     */
    public long requested() {
        return requested;
    }

    /**
     * The oldest revision that can still be read.
     *
     * @return the revision, 0 if the store did not say
     */
    public long compacted() {
        return compacted;
    }

    @Override
    public CompactedException atCaller() {
        return new CompactedException(this);
    }
}
