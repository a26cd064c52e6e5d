package io.gatewaystore.memory;

import io.gatewaystore.Store;
import io.gatewaystore.testkit.contract.StoreFixture;
import io.gatewaystore.testkit.model.ModelContract;

/** The specification held to the naive model of it. */
class MemoryModelTest extends ModelContract {

    /** More revisions than a run makes. */
    private static final int WHOLE_HISTORY = 1_000_000;

    @Override
    protected StoreFixture fixture() {
        MemoryCluster cluster = MemoryCluster.builder()
                .clock(new ManualClock())
                .history(WHOLE_HISTORY)
                .build();
        return new StoreFixture() {
            @Override
            public Store open() {
                return cluster.open();
            }

            @Override
            public void compact(long revision) {
                cluster.compact(revision);
            }
        };
    }
}
