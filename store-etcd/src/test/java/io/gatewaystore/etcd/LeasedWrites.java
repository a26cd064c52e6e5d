package io.gatewaystore.etcd;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.error.StoreException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes keys with a TTL, over and over, whether they succeed or not: each takes a lease. */
final class LeasedWrites implements AutoCloseable {

    private static final Duration TTL = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(LeasedWrites.class);
    private static final int KEYS = 20;

    private final Store store;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong written = new AtomicLong();
    private int made;

    LeasedWrites(Store store) {
        this.store = store;
        ticks.scheduleWithFixedDelay(this::write, 0, 20, TimeUnit.MILLISECONDS);
    }

    private void write() {
        made++;
        try {
            store.put("leased/" + made % KEYS, Bytes.utf8("x"), WriteOptions.ttl(TTL));
            written.incrementAndGet();
        } catch (StoreException e) {
            log.debug("a write with a TTL failed, as it may", e);
        }
    }

    /** How many succeeded. */
    long written() {
        return written.get();
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
