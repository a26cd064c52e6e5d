package io.gatewaystore.credentials.procedure;

/**
 * How members are taken from one transport to another.
 *
 * <p>Immutable.
 */
public enum Flow {
    /** All are stopped, changed, and started again. */
    OFFLINE,
    /** One after the other, over a time in which each serves plaintext and mutual TLS on the same port, so that there is always a way in. */
    ROLLING
}
