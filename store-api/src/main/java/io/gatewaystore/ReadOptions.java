package io.gatewaystore;

/**
 * How fresh a read must be. Reads are linearizable unless asked otherwise.
 *
 * <p>Immutable.
 */
public final class ReadOptions {

    private static final ReadOptions LINEARIZABLE = new ReadOptions(Kind.LINEARIZABLE, 0);
    private static final ReadOptions SERIALIZABLE = new ReadOptions(Kind.SERIALIZABLE, 0);

    /**
     * The ways to read.
     *
     * <p>Immutable.
     */
    public enum Kind {
        /** Sees every write acknowledged before the read began. */
        LINEARIZABLE,
        /** Whatever the member asked knows, possibly behind the others. */
        SERIALIZABLE,
        /** The state of one past revision. */
        AT_REVISION,
        /** Any state that includes a revision. */
        AT_LEAST
    }

    private final Kind kind;
    private final long revision;

    private ReadOptions(Kind kind, long revision) {
        this.kind = kind;
        this.revision = revision;
    }

    /**
     * The default: the read sees every write that was acknowledged, to anybody, before it began (etcd: KV API guarantees,
     * "linearizability").
     *
     * @return the options
     */
    public static ReadOptions linearizable() {
        return LINEARIZABLE;
    }

    /**
     * Cheaper: one member answers from what it has. The answer may be stale, but is not older than what this store was shown before it asked: a member
     * that has less is not believed, and the read is linearizable then.
     *
     * @return the options
     */
    public static ReadOptions serializable() {
        return SERIALIZABLE;
    }

    /**
     * The state right after a past revision.
     *
     * @param revision the revision, at least 1; reading one that is compacted fails with
     *     {@link io.gatewaystore.error.CompactedException}, one that does not exist yet with
     *     {@link io.gatewaystore.error.FutureRevisionException}
     * @return the options
     * @throws IllegalArgumentException if the revision is below 1
     */
    public static ReadOptions atRevision(long revision) {
        return new ReadOptions(Kind.AT_REVISION, requirePositive(revision));
    }

    /**
     * Any state at or after a revision: as cheap as {@link #serializable()} when the member asked has got that far, else as
     * fresh as {@link #linearizable()}. A node that was told a revision by another reads what the other saw.
     *
     * @param revision the revision, at least 1; one that does not exist yet is not waited for, but fails with
     *     {@link io.gatewaystore.error.FutureRevisionException}
     * @return the options
     * @throws IllegalArgumentException if the revision is below 1
     */
    public static ReadOptions atLeast(long revision) {
        return new ReadOptions(Kind.AT_LEAST, requirePositive(revision));
    }

    /**
     * Which way to read.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The revision named.
     *
     * @return the revision, 0 for a kind that names none
     */
    public long revision() {
        return revision;
    }

    private static long requirePositive(long revision) {
        if (revision < 1) {
            throw new IllegalArgumentException("revision: " + revision + " (expected: >= 1)");
        }
        return revision;
    }

    @Override
    public String toString() {
        return revision == 0 ? kind.name() : kind + "(" + revision + ")";
    }
}
