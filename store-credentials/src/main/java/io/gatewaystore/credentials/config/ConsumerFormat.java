package io.gatewaystore.credentials.config;

/**
 * The ways in which clients are told where etcd is.
 *
 * <p>Immutable.
 */
public enum ConsumerFormat {
    /** {@code gateway.conf}, section {@code [store]}. */
    GATEWAY_CONF,
    /** A file of {@code GATEWAY_STORE_ETCD_*} variables, or of URL lists {@code ETCD_ENDPOINTS} and {@code ETCDCTL_ENDPOINTS}. */
    ENVIRONMENT,
    /** A TOML file with {@code etcd_endpoints = [...]}. */
    TOML
}
