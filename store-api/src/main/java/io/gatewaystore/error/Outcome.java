package io.gatewaystore.error;

/**
 * What a failed call may have done to the store.
 *
 * <p>Immutable.
 */
public enum Outcome {

    /** The call changed nothing and never will. Reads always fail with this outcome. */
    NOT_APPLIED,

    /**
     * The call may have been applied, or may still be applied later: the connection broke, or the deadline passed, after
     * it could have left this process. A read of the key does not settle the question, because a delayed write can arrive
     * after that read; only a write guarded by the key's modRevision does, since at most one copy of it can win.
     */
    UNKNOWN
}
