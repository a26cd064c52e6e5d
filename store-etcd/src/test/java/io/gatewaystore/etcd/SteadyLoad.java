package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
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
import java.util.function.Function;

/**
 * Five hundred calls a second, reads and writes in turn, and a hundred watches that see each a hundredth of the writes. Whatever fails is kept, and
 * so is every write that was applied, to be compared with what its watch was told.
 *
 * <p>Writes name the modRevision that they replace. One whose outcome is unknown is made again with the same modRevision, as the store recommends,
 * and counted.
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
    private final AtomicInteger unclearOutcomes = new AtomicInteger();

    SteadyLoad(Store store) {
        this.store = store;
        for (int i = 0; i < WATCHES; i++) {
            String directory = "load/" + i;
            Lane lane = new Lane(directory + "/key");
            lane.modRevision = store.put(lane.key, Bytes.utf8("0")).revision();
            store.watch(KeyRange.directory(directory), lane);
            lanes.add(lane);
        }
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
        if (number % 2 == 1) {
            return store.async().get(lane.key);
        }
        lane.lastWrite = lane.lastWrite.handle((done, failure) -> null).thenCompose(done -> write(lane, number));
        return lane.lastWrite;
    }

    private CompletableFuture<Void> write(Lane lane, long number) {
        Bytes value = Bytes.utf8(Long.toString(number));
        return store.async()
                .replace(lane.key, lane.modRevision, value)
                .handle((result, failure) -> {
                    if (failure == null) {
                        lane.applied(revision(result, value), number);
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    if (failure instanceof StoreException unclear && unclear.outcome() == Outcome.UNKNOWN) {
                        unclearOutcomes.incrementAndGet();
                        return write(lane, number);
                    }
                    return CompletableFuture.<Void>failedFuture(failure);
                })
                .thenCompose(Function.identity());
    }

    /** The revision of a write, which an earlier copy of it may have made. */
    private static long revision(WriteResult result, Bytes value) {
        if (result instanceof WriteResult.Conflict conflict) {
            Entry current = conflict.current().orElseThrow();
            assertThat(current.value()).isEqualTo(value);
            return current.modRevision();
        }
        return result.revision();
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

    /** How many writes ended without the store knowing whether they were applied. */
    int unclearOutcomes() {
        return unclearOutcomes.get();
    }

    /** Ends the load, and compares: no call has failed, and each watch has been told of each write once and in order. */
    void assertNothingWasLostAndNoCallRefused() {
        between(ticks::shutdownNow);
        assertThat(failures).isEmpty();
        for (Lane lane : lanes) {
            List<String> expected = List.copyOf(lane.applied.values());
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

        private final String key;
        /** By their revisions. */
        private final SortedMap<Long, String> applied = new ConcurrentSkipListMap<>();

        private final List<String> told = new CopyOnWriteArrayList<>();

        private volatile long modRevision;
        private CompletableFuture<Void> lastWrite = CompletableFuture.completedFuture(null);

        Lane(String key) {
            this.key = key;
        }

        void applied(long revision, long number) {
            modRevision = revision;
            applied.put(revision, line(revision, Long.toString(number)));
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
