package io.gatewaystore.error;

/**
 * Why a connection to an endpoint did not come about.
 *
 * <p>Immutable.
 */
public enum ConnectionFailure {
    /** The host name does not resolve. */
    UNKNOWN_HOST,
    /** Nothing listens on the port. */
    REFUSED,
    /** Nobody answered within the connect timeout. */
    TIMEOUT,
    /** Something answers there, but it is not etcd. */
    NOT_ETCD,
    /** TLS is configured and the server speaks plaintext. */
    SERVER_SPEAKS_PLAINTEXT,
    /** Plaintext is configured and the server speaks TLS. */
    SERVER_SPEAKS_TLS,
    /** The server's certificate does not lead to a trusted CA. */
    UNTRUSTED_CA,
    /** The server's certificate is not for the name that was dialled. */
    NAME_MISMATCH,
    /** The server's certificate has expired. */
    SERVER_CERTIFICATE_EXPIRED,
    /** The server's certificate is not valid yet. */
    SERVER_CERTIFICATE_NOT_YET_VALID,
    /** The server's certificate may not be used by a TLS server. */
    SERVER_CERTIFICATE_USAGE,
    /** The server demands a client certificate and none is configured. */
    CLIENT_CERTIFICATE_REQUIRED,
    /** The server refused the client certificate: another CA, expired, revoked, or not for clients. */
    CLIENT_CERTIFICATE_REJECTED,
    /** The private key is not that of the client certificate. */
    KEY_MISMATCH,
    /** No TLS version or cipher suite that both sides speak. */
    NO_COMMON_PROTOCOL,
    /** The TLS server does not speak HTTP/2 (no ALPN). */
    NO_HTTP2,
    /** The server closed the connection after the handshake, as etcd does with a revoked client certificate. */
    REJECTED_AFTER_HANDSHAKE,
    /** The server is older than etcd 3.5. */
    SERVER_TOO_OLD,
    /** The member answers but its cluster has no leader, so that it can serve nothing. */
    NO_LEADER,
    /** A member of another cluster than the one that the running store is on. */
    OTHER_CLUSTER,
    /**
     * The user name and password are wrong, or demanded and not configured. A store that is opened throws {@link AuthenticationException} for
     * it.
     */
    AUTHENTICATION,
    /** The user may touch nothing in the configured namespace. A store that is opened throws {@link PermissionDeniedException} for it. */
    PERMISSION,
    /** None of the above; the cause tells what is known. */
    OTHER
}
