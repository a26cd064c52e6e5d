package io.gatewaystore.status;

/**
 * Whether a store can serve calls, as far as it has found out.
 *
 * <p>Immutable.
 */
public enum StoreState {
    /** Nothing is known against any member. A store in memory is always connected. */
    CONNECTED,
    /** Something is wrong with at least one member; calls go to the others. */
    DEGRADED,
    /** Something is wrong with every member. Calls are still tried, until their deadline. */
    DISCONNECTED,
    /** The store was closed. */
    CLOSED
}
