package io.gatewaystore.etcd;

import io.gatewaystore.Store;
import io.gatewaystore.memory.MemoryCluster;
import io.gatewaystore.testkit.contract.StoreFixture;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.model.ModelContract;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

/** etcd held to what the in-memory backend, the specification, answers. */
class EtcdModelIT extends ModelContract {

    /** More revisions than a run makes. */
    private static final int WHOLE_HISTORY = 1_000_000;

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    @Override
    protected StoreFixture fixture() {
        return new EtcdFixture(ETCD);
    }

    @Override
    protected Optional<StoreFixture> peer() {
        MemoryCluster cluster = MemoryCluster.builder().history(WHOLE_HISTORY).build();
        return Optional.of(new StoreFixture() {
            @Override
            public Store open() {
                return cluster.open();
            }

            @Override
            public void compact(long revision) {
                cluster.compact(revision);
            }
        });
    }
}
