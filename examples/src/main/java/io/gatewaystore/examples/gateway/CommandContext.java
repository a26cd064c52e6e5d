package io.gatewaystore.examples.gateway;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import java.io.PrintWriter;
import java.util.function.Supplier;

/**
 * What a command works with.
 *
 * @param configuration reads the configuration, when a command needs it
 * @param out takes results, line by line
 * @param err takes everything else
 */
record CommandContext(Supplier<StoreConfig> configuration, PrintWriter out, PrintWriter err) {

    /** Opens the configured store for a command that other processes are to notice. */
    Store openShared() {
        StoreConfig config = configuration.get();
        if (config.backend().equals("memory")) {
            err.println("gateway: the memory backend is not shared between processes and ends with this one;"
                    + " set GATEWAY_STORE_BACKEND=etcd to share");
        }
        return Store.open(config);
    }

    void report(Iterable<Undecodable> undecodable) {
        undecodable.forEach(entry -> err.println("gateway: " + entry));
    }
}
