package io.gatewaystore.memory;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.contract.StoreContract;
import io.gatewaystore.testkit.contract.StoreFixture;
import java.time.Duration;
import java.util.Map;

class MemoryContractTest extends StoreContract {

    @Override
    protected StoreFixture fixture() {
        ManualClock clock = new ManualClock();
        MemoryCluster cluster = MemoryCluster.create(clock);
        return new StoreFixture() {
            @Override
            public Store open() {
                return cluster.open();
            }

            @Override
            public StoreConfig config() {
                return StoreConfig.builder().environment(Map.of()).build();
            }

            @Override
            public void compact(long revision) {
                cluster.compact(revision);
            }

            @Override
            public void elapse(Duration time) {
                clock.advance(time);
            }
        };
    }
}
