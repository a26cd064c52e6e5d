package io.gatewaystore.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.testkit.internal.Allocation;
import org.junit.jupiter.api.Test;

/**
 * What operations may allocate: half as much again as was measured. The values are so large that one copy of one is more than all the rest.
 */
class AllocationTest {

    private static final Bytes LARGE = Bytes.wrap(new byte[64 << 10]);

    @Test
    void ofAReadIsFarLessThanTheValue() {
        try (Store store = MemoryCluster.create().open()) {
            store.put("key", LARGE);

            assertThat(Allocation.bytesPerCall(() -> store.get("key"))).isLessThan(1_000);
        }
    }

    @Test
    void ofAWriteIsFarLessThanTheValue() {
        try (Store store = MemoryCluster.create().open()) {
            assertThat(Allocation.bytesPerCall(() -> store.put("key", LARGE))).isLessThan(2_700);
        }
    }

    @Test
    void ofAReadFromAReplicaIsNothing() {
        try (Store store = MemoryCluster.create().open()) {
            store.put("key", LARGE);
            try (Replica<Bytes> replica = store.replicate(KeyRange.all(), Codec.bytes())) {
                assertThat(Allocation.bytesPerCall(() -> replica.get("key"))).isLessThan(8);
            }
        }
    }
}
