package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Five hundred calls a second, reads and writes in turn, and a hundred watches that see each a hundredth of the writes. Whatever fails is kept, and
 * so is every acknowledged write, to be compared with what its watch was told.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int WATCHES = 100;
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Store store;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private final List<Lane> lanes = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private long submitted;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();

    SteadyLoad(Store store) {
        this.store = store;
        for (int i = 0; i < WATCHES; i++) {
            lanes.add(new Lane("load/" + i));
        }
        lanes.forEach(lane -> store.watch(KeyRange.directory(lane.directory), lane));
        ticks.scheduleAtFixedRate(this::tick, 0, BETWEEN_CALLS.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tick() {
        long number = submitted++;
        Lane lane = lanes.get((int) (number / 2 % WATCHES));
        underWay.incrementAndGet();
        call(lane, number).whenComplete((answer, failure) -> {
            if (failure != null) {
                failures.add(failure.toString());
            }
            answered.incrementAndGet();
            underWay.decrementAndGet();
        });
    }

    private CompletableFuture<?> call(Lane lane, long number) {
        String key = lane.directory + "/key";
        if (number % 2 == 1) {
            return store.async().get(key);
        }
        return store.async()
                .put(key, Bytes.utf8(Long.toString(number)))
                .thenAccept(applied -> lane.acknowledged.put(
                        applied.revision(), Lane.line(applied.revision(), Long.toString(number))));
    }

    /** Lets some more calls be answered. */
    void proceed(long calls) {
        long goal = answered.get() + calls;
        await().atMost(PATIENCE.plusMillis(calls * 10)).until(() -> answered.get() >= goal);
    }

    /** Does something between two calls, when no call is under way. */
    void between(Runnable action) {
        CompletableFuture.runAsync(
                        () -> {
                            awaitAnswers();
                            action.run();
                        },
                        ticks)
                .join();
    }

    private void awaitAnswers() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> underWay.get() == 0);
    }

    long answered() {
        return answered.get();
    }

    /** Ends the load, and compares: no call has failed, and each watch has been told of each write once and in order. */
    void assertNothingWasLostAndNoCallRefused() {
        between(ticks::shutdownNow);
        assertThat(failures).isEmpty();
        for (Lane lane : lanes) {
            List<String> expected = List.copyOf(lane.acknowledged.values());
            assertThat(expected).isNotEmpty();
            await().atMost(PATIENCE).until(() -> lane.told.size() >= expected.size());
            assertThat(lane.told).isEqualTo(expected);
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }

    /** One key, and the watch that sees it. */
    private static final class Lane implements WatchListener {

        private final String directory;
        /** By their revisions. */
        private final SortedMap<Long, String> acknowledged = new ConcurrentSkipListMap<>();

        private final List<String> told = new CopyOnWriteArrayList<>();

        Lane(String directory) {
            this.directory = directory;
        }

        @Override
        public void onChanges(ChangeSet changes) {
            changes.forEach(change -> told.add(line(
                    changes.revision(),
                    change instanceof Change.Put put ? put.entry().value().toUtf8() : "deleted")));
        }

        static String line(long revision, String value) {
            return revision + " " + value;
        }

        @Override
        public void onResync(Resync news) {
            told.add("resync " + news.reason());
        }
    }
}
