package io.gatewaystore.examples.toy;

import io.gatewaystore.config.BackendSetting;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendProvider;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Serves {@code GATEWAY_STORE_BACKEND=toy} from the map of this process that {@code GATEWAY_STORE_TOY_MAP} names. */
public final class ToyBackendProvider implements BackendProvider {

    private static final String MAP = "map";
    private static final Map<String, ToyMap> MAPS = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public Set<String> settings() {
        return Set.of(MAP);
    }

    @Override
    public Backend open(StoreConfig config) {
        String map = config.backendSetting(MAP).map(BackendSetting::value).orElse("default");
        return new ToyBackend(MAPS.computeIfAbsent(map, name -> new ToyMap()));
    }
}
