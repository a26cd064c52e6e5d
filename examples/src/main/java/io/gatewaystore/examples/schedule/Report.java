package io.gatewaystore.examples.schedule;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.coordination.StoreLock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * A report that the nodes of a fleet make together: one for each time it is due, left under {@code reports/} for a week.
 *
 * <p>Thread-safe.
 */
final class Report {

    static final KeyRange ALL = KeyRange.directory("reports");
    static final String LOCK = "locks/report";

    private static final WriteOptions FOR_A_WEEK = WriteOptions.ttl(Duration.ofDays(7));

    private final Store store;
    private final StoreLock lock;
    private final Function<Instant, String> work;

    /**
     * Makes reports by a function, which should end soon when its thread is interrupted: the lock is lost then.
     */
    Report(Store store, Function<Instant, String> work) {
        this.store = store;
        this.lock = store.lock(LOCK);
        this.work = work;
    }

    /**
     * Makes the report of a time, or waits until another node has made it.
     *
     * @return whether it was made here
     */
    boolean make(Instant due) {
        String key = "reports/" + due;
        return lock.runLocked(held -> {
            boolean missing = store.get(key).isEmpty();
            if (missing) {
                String text = work.apply(due);
                // Somebody else has the lock if this node was paused for too long; the store knows, though we may not.
                held.fenced().put(key, Bytes.utf8(text), FOR_A_WEEK);
            }
            return missing;
        });
    }
}
