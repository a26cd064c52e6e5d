package io.gatewaystore.etcd;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendProvider;

/**
 * Opens the backend {@code etcd}. Found by {@link java.util.ServiceLoader}; applications need not name it.
 *
 * <p>Thread-safe.
 */
public final class EtcdBackendProvider implements BackendProvider {

    /** Creates the provider; called by the service loader. */
    public EtcdBackendProvider() {}

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public Backend open(StoreConfig config) {
        return Opening.open(config);
    }
}
