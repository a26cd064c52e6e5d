package io.gatewaystore.credentials.status;

/**
 * Whether TLS is on.
 *
 * <p>Immutable.
 */
public enum EncryptionState {
    /** Https everywhere, and every file of the credentials is there. */
    ON,
    /** Http everywhere, and no credentials. */
    OFF,
    /** Anything else. */
    HALF
}
