package io.gatewaystore.spi;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.internal.Stores;
import java.util.Objects;

/**
 * Makes a store of a backend that is already open, for backends that are not found by name: one that tests open, or one wrapped around another.
 *
 * <p>Thread-safe.
 */
public final class BackendStores {

    private BackendStores() {}

    /**
     * Puts the interfaces of a store on a backend.
     *
     * @param backend the backend, which closing the store closes
     * @param config gives deadline and namespace; its choice of a backend is ignored
     * @return the store
     */
    public static Store over(Backend backend, StoreConfig config) {
        Objects.requireNonNull(backend, "backend");
        return Stores.over(backend, Objects.requireNonNull(config, "config"));
    }
}
