package io.gatewaystore.etcd.check;

import io.gatewaystore.error.ConnectionFailure;
import java.util.Optional;

/**
 * What has to succeed before a member of etcd can be used, in order.
 *
 * <p>Each step lists the facts it brings to light ({@link StepResult#facts()}); one that is unknown is left out.
 *
 * <p>Immutable.
 */
public enum CheckStep {
    /** The host name resolves. Facts: {@code addresses}. */
    DNS,
    /** The port accepts connections. Facts: {@code address}, the one that did. */
    TCP,
    /**
     * The server's certificate is good, and the server takes the client's. Facts: {@code protocol}, {@code cipherSuite}, {@code subject},
     * {@code issuer}, {@code names}, {@code notBefore} and {@code notAfter} of the server's certificate, {@code clientSubject} and
     * {@code clientNotAfter} if this client presents one. Skipped if plaintext is configured and the server speaks it.
     */
    TLS,
    /** The server speaks HTTP/2, in TLS by ALPN. */
    HTTP2,
    /** It is etcd, new enough. Facts: {@code version}. */
    VERSION,
    /**
     * The member agrees with a majority: it answers a linearizable read. Comes before authentication, because etcd checks passwords by agreement
     * too. Facts: {@code clusterId} and {@code memberId} in hexadecimal and {@code revision}, unless etcd tells them to known users only.
     */
    QUORUM,
    /** User name and password are right, or not demanded. Facts: {@code user}, {@code clusterId}. */
    AUTHENTICATION,
    /** The user may read and write the configured namespace. Facts: {@code namespace}, {@code reads}, {@code writes}. */
    PERMISSION;

    /**
     * The step that a failure belongs to.
     *
     * @param failure the failure
     * @return the step, or empty if any of them may end so
     */
    public static Optional<CheckStep> of(ConnectionFailure failure) {
        return switch (failure) {
            case UNKNOWN_HOST -> Optional.of(DNS);
            case REFUSED -> Optional.of(TCP);
            case SERVER_SPEAKS_PLAINTEXT,
                    SERVER_SPEAKS_TLS,
                    UNTRUSTED_CA,
                    NAME_MISMATCH,
                    SERVER_CERTIFICATE_EXPIRED,
                    SERVER_CERTIFICATE_NOT_YET_VALID,
                    SERVER_CERTIFICATE_USAGE,
                    CLIENT_CERTIFICATE_REQUIRED,
                    CLIENT_CERTIFICATE_REJECTED,
                    KEY_MISMATCH,
                    NO_COMMON_PROTOCOL,
                    REJECTED_AFTER_HANDSHAKE -> Optional.of(TLS);
            case NO_HTTP2 -> Optional.of(HTTP2);
            case NOT_ETCD, SERVER_TOO_OLD -> Optional.of(VERSION);
            case NO_LEADER, OTHER_CLUSTER -> Optional.of(QUORUM);
            case AUTHENTICATION -> Optional.of(CheckStep.AUTHENTICATION);
            case PERMISSION -> Optional.of(CheckStep.PERMISSION);
            case TIMEOUT, OTHER -> Optional.empty();
        };
    }
}
