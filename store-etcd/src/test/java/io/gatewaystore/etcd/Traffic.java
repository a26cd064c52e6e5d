package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** Calls at a steady rate, and many watches on all that they write, so that a failed call and a lost or repeated change come to light. */
final class Traffic implements AutoCloseable {

    private static final Duration BETWEEN_TICKS = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int KEYS = 20;
    /** A machine that has other things to do is not asked for more than it can do in time. */
    private static final int MOST_UNDER_WAY = 2 * KEYS;

    private final Store store;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    /** Those that travelled together have one revision, and are told of in the order of their submission. */
    private final Map<Write, String> written = new ConcurrentSkipListMap<>(
            Comparator.comparingLong(Write::revision).thenComparingLong(Write::number));

    private final List<Log> logs = new ArrayList<>();

    private record Write(long revision, long number) {}

    /** Begins a put and a get every 10 ms, 200 calls a second, unless too many are under way. */
    Traffic(Store store, int watches) {
        this.store = store;
        for (int i = 0; i < watches; i++) {
            Log log = new Log();
            store.watch(KeyRange.directory("traffic"), log);
            logs.add(log);
        }
        var unused = clock.scheduleAtFixedRate(this::tick, 0, BETWEEN_TICKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        if (underWay.get() >= MOST_UNDER_WAY) {
            return;
        }
        long number = count.getAndIncrement();
        String key = "traffic/" + number % KEYS;
        underWay.addAndGet(2);
        store.async().put(key, Bytes.utf8("" + number)).whenComplete((applied, failure) -> {
            if (failure == null) {
                written.put(new Write(applied.revision(), number), applied.revision() + " " + key + "=" + number);
            }
            ended(failure);
        });
        store.async().get(key).whenComplete((entry, failure) -> ended(failure));
    }

    private void ended(Throwable failure) {
        if (failure != null) {
            failures.add(failure);
        }
        answered.incrementAndGet();
        underWay.decrementAndGet();
    }

    /** Waits until so many more calls have been answered. */
    void awaitCalls(int more) {
        long goal = answered.get() + more;
        Awaitility.await().atMost(PATIENCE).until(() -> answered.get() >= goal);
    }

    /** Ends the traffic and compares what every watch was told with what was written. */
    void assertNothingLost() throws InterruptedException {
        clock.shutdown();
        assertThat(clock.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        Awaitility.await().atMost(PATIENCE).until(() -> underWay.get() == 0);
        assertThat(failures).as("failed calls of %s", answered).isEmpty();
        List<String> expected = List.copyOf(written.values());
        for (Log log : logs) {
            Awaitility.await().atMost(PATIENCE).until(() -> log.lines.size() >= expected.size());
            assertThat(log.lines).containsExactlyElementsOf(expected);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private static final class Log implements WatchListener {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void onChanges(ChangeSet changes) {
            changes.forEach(change -> lines.add(changes.revision() + " " + change.key() + "="
                    + (change instanceof Change.Put put ? put.entry().value().toUtf8() : "deleted")));
        }

        @Override
        public void onResync(Resync resync) {
            lines.add("resync " + resync.reason());
        }
    }
}
