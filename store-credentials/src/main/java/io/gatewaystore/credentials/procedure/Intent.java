package io.gatewaystore.credentials.procedure;

/**
 * Where a repair is to lead.
 *
 * <p>Immutable.
 */
public enum Intent {
    /** To the end of the interrupted command; without one, to mutual TLS. */
    COMPLETE,
    /** To where the interrupted command began; without one, to plain http. */
    UNDO
}
