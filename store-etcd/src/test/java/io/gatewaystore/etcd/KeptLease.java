package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.Store;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A lease with a key on it, renewed as sessions renew theirs, and more often. */
final class KeptLease implements AutoCloseable {

    private static final String KEY = "leased";
    private static final Duration TTL = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Store store;
    private final Backend backend;
    private final long id;
    private final Entry entry;
    private final AtomicInteger renewals = new AtomicInteger();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();

    KeptLease(Store store) {
        this.store = store;
        this.backend = store.unwrap(Backend.class).orElseThrow();
        this.id = backend.grantLease(TTL, Deadline.after(PATIENCE)).join();
        backend.put(new Request.Put(Bytes.utf8(KEY), Bytes.utf8("kept"), id, false), Deadline.after(PATIENCE))
                .join();
        this.entry = store.get(KEY).orElseThrow();
        ticks.scheduleWithFixedDelay(this::renew, 0, 500, TimeUnit.MILLISECONDS);
    }

    private void renew() {
        backend.renewLease(id, Deadline.after(PATIENCE)).thenRun(renewals::incrementAndGet);
    }

    int renewals() {
        return renewals.get();
    }

    /** The key is still the one that was put in the beginning. */
    void assertHeld() {
        assertThat(store.get(KEY)).contains(entry);
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
