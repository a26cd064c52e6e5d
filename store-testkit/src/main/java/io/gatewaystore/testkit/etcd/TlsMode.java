package io.gatewaystore.testkit.etcd;

/** How clients reach an etcd. Immutable. */
public enum TlsMode {
    /** Plaintext. */
    PLAIN,

    /** The server shows a certificate. */
    SERVER_TLS,

    /** The server shows a certificate and demands one of the client. */
    MUTUAL_TLS;

    boolean isEncrypted() {
        return this != PLAIN;
    }

    String scheme() {
        return isEncrypted() ? "https" : "http";
    }
}
