package io.gatewaystore.testkit.faults;

/**
 * What happens to somebody who connects to a {@link FaultProxy}.
 *
 * <p>Immutable.
 */
public enum Admission {
    /** The connection is accepted and led to the server. */
    ACCEPTED,
    /** The connection is accepted and closed at once, without a byte. */
    CLOSED,
    /** Nobody listens: the connection is refused. */
    REFUSED,
    /**
     * The handshake is not answered, as if a firewall dropped it: connecting takes until the client gives up. When connections are admitted
     * again, a client that waits may take seconds to notice, since the system repeats handshakes ever less often.
     */
    UNANSWERED
}
