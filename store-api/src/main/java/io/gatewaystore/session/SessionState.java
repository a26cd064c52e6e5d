package io.gatewaystore.session;

/**
 * How a session stands, as far as this client can know for certain.
 *
 * <p>Immutable.
 */
public enum SessionState {
    /** The store keeps what is bound to the session. */
    ACTIVE,
    /**
     * The store still keeps what is bound to the session, but has not confirmed that for two thirds of the TTL. If it does not before
     * {@link Session#remaining()} is over, the session is lost.
     */
    SUSPECT,
    /**
     * The store may have deleted what was bound to the session, or has. The session takes a new lease by itself as soon as it can, and is active again
     * then; registrations heal themselves, locks and leaderships stay lost.
     */
    LOST,
    /** The session was closed, or its store was. What was bound to it is deleted. */
    CLOSED
}
