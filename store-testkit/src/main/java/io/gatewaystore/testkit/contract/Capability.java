package io.gatewaystore.testkit.contract;

/**
 * What a backend may lack and still be of use. Everything not named here, every backend has.
 *
 * <p>Immutable.
 */
public enum Capability {
    /** Several stores can be opened on one state, and see each other's writes. */
    SHARED_STATE,
    /**
     * The past can be read and watched, as far as it is not compacted. Without it a watch that falls behind, or begins with a snapshot amid
     * writes, goes on with a resync.
     */
    HISTORY,
    /** History can be dropped on request, and then reads and watches say so. Makes sense only with {@link #HISTORY}. */
    COMPACTION,
    /** A key can be given a time to live. */
    TTL,
    /** The configuration of a running store can be changed. */
    RECONFIGURATION
}
