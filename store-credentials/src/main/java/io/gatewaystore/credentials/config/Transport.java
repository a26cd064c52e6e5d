package io.gatewaystore.credentials.config;

/**
 * How etcd listens for its clients, or how clients reach it.
 *
 * <p>Immutable.
 */
public enum Transport {
    /** Plain http. */
    PLAIN,
    /** Plain http and https with client certificates, on the same port: for the time in which clients move from one to the other. */
    BOTH,
    /** Https only, with client certificates. */
    MUTUAL_TLS,
    /** Something else, for example https without client certificates. Can be found, and is never planned. */
    OTHER
}
