package io.gatewaystore.cli.console;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;

/**
 * What a command works with.
 *
 * <p>Not thread-safe; confine to one thread.
 *
 * @param console the streams
 * @param connection the options that say which store
 * @param output the options that say how results are shown
 */
public record CommandContext(Console console, ConnectionOptions connection, OutputOptions output) {

    private static final String MEMORY = "memory";

    /**
     * Makes the configuration that the options, the environment and the file amount to.
     *
     * @return the configuration
     * @throws io.gatewaystore.error.ConfigurationException if anything is wrong
     */
    public StoreConfig config() {
        return connection.config(console);
    }

    /**
     * Opens the configured store.
     *
     * @return the store, to be closed by the caller
     */
    public Store open() {
        StoreConfig config = config();
        if (config.backend().equals(MEMORY)) {
            console.error("the memory backend is not shared between processes and ends with this one;"
                    + " set GATEWAY_STORE_BACKEND=etcd, or name a cluster with --endpoints");
        }
        return Store.open(config);
    }
}
