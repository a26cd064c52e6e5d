package io.gatewaystore.credentials.config;

/**
 * The ways in which etcd is configured.
 *
 * <p>Immutable.
 */
public enum EtcdFormat {
    /** The file of {@code --config-file}. */
    YAML,
    /** A file of {@code ETCD_*} variables, as {@code /etc/default/etcd}. */
    ENVIRONMENT,
    /** A supervisor's INI file whose {@code command=} (or systemd's {@code ExecStart=}) holds etcd's flags. */
    COMMAND
}
