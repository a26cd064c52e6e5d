package io.gatewaystore.credentials.procedure;

/**
 * What one node does when several are taken over by hand.
 *
 * <p>Immutable.
 */
public enum ApplyStage {
    /** While all members are stopped: everything. The operator stops before and starts after it. */
    OFFLINE,
    /** First, on one node after the other: the credentials, and the member serves plaintext and mutual TLS. */
    BOTH,
    /** When all members serve both: clients move. */
    CONSUMERS,
    /** Last, on one node after the other: mutual TLS only. */
    TLS
}
