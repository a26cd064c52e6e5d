package io.gatewaystore.examples.toy;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.contract.Capability;
import io.gatewaystore.testkit.contract.StoreContract;
import io.gatewaystore.testkit.contract.StoreFixture;
import java.util.Map;
import java.util.UUID;

class ToyContractTest extends StoreContract {

    @Override
    protected StoreFixture fixture() {
        Map<String, String> environment = Map.of(
                "GATEWAY_STORE_BACKEND",
                "toy",
                "GATEWAY_STORE_TOY_MAP",
                UUID.randomUUID().toString());
        return () -> Store.open(StoreConfig.builder().environment(environment).build());
    }

    @Override
    protected Map<Capability, String> lacks() {
        return Map.of(
                Capability.HISTORY, "only the newest revision is kept",
                Capability.COMPACTION, "there is no history to drop",
                Capability.TTL, "nothing expires",
                Capability.RECONFIGURATION, "its one setting names the map it is");
    }
}
