package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.internal.Allocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What calls may allocate on all threads together: half as much again as was measured, and less than one more copy of a large value. */
class AllocationIT {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    private static final int SIZE = 16 << 10;
    private static final Bytes SMALL = Bytes.wrap(new byte[256]);
    private static final Bytes LARGE = Bytes.wrap(new byte[SIZE]);

    private static long ofGet(Bytes value) {
        try (Store store = Store.open(ETCD.config())) {
            store.put("key", value);
            return Allocation.bytesPerCall(() -> store.get("key"));
        }
    }

    private static long ofPut(Bytes value) {
        try (Store store = Store.open(ETCD.config())) {
            return Allocation.bytesPerCall(() -> store.put("key", value));
        }
    }

    /** A key that exists: its value is read instead, which is what becomes of a lost race. */
    private static long ofCreate(Bytes value) {
        try (Store store = Store.open(ETCD.config())) {
            store.put("key", value);
            return Allocation.bytesPerCall(() -> store.create("key", value));
        }
    }

    @Test
    void ofAReadGrowsByTheValueOnce() {
        long small = ofGet(SMALL);

        assertThat(small).isLessThan(11_600);
        assertThat(ofGet(LARGE) - small).isLessThan(SIZE * 3 / 2);
    }

    @Test
    void ofAWriteDoesNotGrowWithTheValue() {
        long small = ofPut(SMALL);

        assertThat(small).isLessThan(11_500);
        assertThat(ofPut(LARGE) - small).isLessThan(SIZE * 3 / 4);
    }

    @Test
    void ofACreationThatFindsAnotherGrowsByTheValueOnce() {
        long small = ofCreate(SMALL);

        assertThat(small).isLessThan(17_500);
        assertThat(ofCreate(LARGE) - small).isLessThan(SIZE * 3 / 2);
    }
}
