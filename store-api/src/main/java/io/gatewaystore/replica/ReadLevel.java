package io.gatewaystore.replica;

/**
 * How fresh a read of a {@link Replica} must be. Except for {@link #local()} it waits, if need be, until the replica is that far; no level reads
 * from the store, so what is read is always a state of the replica.
 *
 * <p>Immutable.
 */
public final class ReadLevel {

    private static final ReadLevel LOCAL = new ReadLevel(Kind.LOCAL, 0);
    private static final ReadLevel OWN_WRITES = new ReadLevel(Kind.OWN_WRITES, 0);
    private static final ReadLevel LINEARIZABLE = new ReadLevel(Kind.LINEARIZABLE, 0);

    enum Kind {
        LOCAL,
        OWN_WRITES,
        AT_LEAST,
        LINEARIZABLE
    }

    private final Kind kind;
    private final long revision;

    private ReadLevel(Kind kind, long revision) {
        this.kind = kind;
        this.revision = revision;
    }

    /**
     * What the replica holds. Never waits, and never fails: when the replica is cut off from the store, or closed, the read shows what it held last.
     *
     * @return the level
     */
    public static ReadLevel local() {
        return LOCAL;
    }

    /**
     * The default: the read sees every write to the range that was acknowledged to this opened store, through whichever of its views, before the read
     * began. Waits only while such a write has not come back to the replica yet.
     *
     * @return the level
     */
    public static ReadLevel ownWrites() {
        return OWN_WRITES;
    }

    /**
     * A state that includes a revision.
     *
     * @param revision the revision, at least 1; one that does not exist yet is waited for too
     * @return the level
     * @throws IllegalArgumentException if the revision is below 1
     */
    public static ReadLevel atLeast(long revision) {
        if (revision < 1) {
            throw new IllegalArgumentException("revision: " + revision + " (expected: >= 1)");
        }
        return new ReadLevel(Kind.AT_LEAST, revision);
    }

    /**
     * The read sees every write that was acknowledged to anybody before it began. Asks the store for its revision, which is one cheap call, and
     * waits until the replica has applied that.
     *
     * @return the level
     */
    public static ReadLevel linearizable() {
        return LINEARIZABLE;
    }

    Kind kind() {
        return kind;
    }

    long revision() {
        return revision;
    }

    @Override
    public String toString() {
        return revision == 0 ? kind.name() : kind + "(" + revision + ")";
    }
}
