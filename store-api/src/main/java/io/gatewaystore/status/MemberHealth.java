package io.gatewaystore.status;

/**
 * How a member of the cluster is, as far as a store has found out.
 *
 * <p>Immutable.
 */
public enum MemberHealth {
    /** Nothing is known yet. Calls may be sent there. */
    UNTRIED,
    /** It answers, and knows a leader. */
    HEALTHY,
    /** It answers, and knows no leader: there is an election, no majority, or it is cut off from the others. */
    LEADERLESS,
    /** It takes connections, or at least does not refuse them, and answers nothing: it is frozen, or cut off from this process. */
    SILENT,
    /** It cannot be connected to: nothing listens there, or the connection is refused for what it presents. */
    UNREACHABLE,
    /** It answers, as a member of another cluster than the one the store is on. Nothing is asked of it but whether it still is. */
    OTHER_CLUSTER;

    /**
     * Whether calls go there in preference to members of which this is false.
     *
     * @return whether nothing is known against it
     */
    public boolean isUsable() {
        return this == HEALTHY || this == UNTRIED;
    }
}
