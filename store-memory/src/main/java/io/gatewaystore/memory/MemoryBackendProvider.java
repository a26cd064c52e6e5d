package io.gatewaystore.memory;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendProvider;

/**
 * Serves {@code GATEWAY_STORE_BACKEND=memory} from {@link MemoryCluster#shared()}.
 *
 * <p>Thread-safe.
 */
public final class MemoryBackendProvider implements BackendProvider {

    /** Creates a provider; called by {@link java.util.ServiceLoader}. */
    public MemoryBackendProvider() {}

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Backend open(StoreConfig config) {
        return MemoryCluster.shared().openBackend();
    }
}
