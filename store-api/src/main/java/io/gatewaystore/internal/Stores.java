package io.gatewaystore.internal;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendProvider;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens stores. */
public final class Stores {

    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private Stores() {}

    /**
     * Opens the store a configuration describes.
     *
     * @param config the configuration
     * @return the store
     */
    public static Store open(StoreConfig config) {
        Objects.requireNonNull(config, "config");
        List<BackendProvider> providers =
                ServiceLoader.load(BackendProvider.class, Stores.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        BackendProvider provider = providers.stream()
                .filter(candidate -> candidate.name().equals(config.backend()))
                .findFirst()
                .orElseThrow(() -> config.unknownBackend(
                        providers.stream().map(BackendProvider::name).toList()));
        config.warnings().forEach(log::warn);
        config.unknownBackendSettings(provider.settings()).forEach(log::warn);
        return over(provider.open(config), config);
    }

    /**
     * Puts the interfaces of a store on a backend that is already open.
     *
     * @param backend the backend, which the store closes
     * @param config gives deadline and namespace
     * @return the store
     */
    public static Store over(Backend backend, StoreConfig config) {
        StoreCore core = new StoreCore(backend, config);
        Store store = new BackendStore(
                        core,
                        backend,
                        Namespace.ROOT,
                        () -> core.config().current().requestTimeout())
                .blocking();
        return config.namespace().isEmpty() ? store : store.namespace(config.namespace());
    }
}
