package io.gatewaystore.testkit.tls;

/** The unencrypted PEM formats private keys are found in. Immutable. */
public enum KeyFormat {
    /** {@code BEGIN PRIVATE KEY}; any algorithm. */
    PKCS8,

    /** {@code BEGIN RSA PRIVATE KEY}; RSA keys only. */
    PKCS1,

    /** {@code BEGIN EC PRIVATE KEY}, the curve named inside; elliptic-curve keys only. */
    SEC1
}
