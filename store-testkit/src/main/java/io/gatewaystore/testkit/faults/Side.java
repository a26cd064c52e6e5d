package io.gatewaystore.testkit.faults;

/**
 * One end of a connection through a {@link FaultProxy}.
 *
 * <p>Immutable.
 */
public enum Side {
    /** Who connected to the proxy. */
    CLIENT,
    /** Whom the proxy connected to. */
    SERVER
}
