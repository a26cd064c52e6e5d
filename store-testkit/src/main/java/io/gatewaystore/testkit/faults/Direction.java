package io.gatewaystore.testkit.faults;

/**
 * Which way bytes travel through a {@link FaultProxy}.
 *
 * <p>Immutable.
 */
public enum Direction {
    /** From the client to the server: requests. */
    TO_SERVER,
    /** From the server to the client: answers. */
    TO_CLIENT
}
