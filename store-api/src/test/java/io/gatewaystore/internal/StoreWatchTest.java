package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class StoreWatchTest {

    /** Enough for the two to meet at every point many times. */
    private static final int ENCOUNTERS = 20_000;

    private final ScriptedBackend backend = new ScriptedBackend();
    private final AsyncStore store = backend.store();
    private final List<Resync> resyncs = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void leavesNoWatchInTheBackendIfItIsClosedWhileItBegins() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        CompletableFuture<Void> answers = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < ENCOUNTERS; i++) {
                ScriptedBackend.Call listing = backend.accept();
                meet(together);
                listing.answer(new Response.Range(5, List.of(), false, 0));
                meet(together);
            }
        });

        for (int i = 0; i < ENCOUNTERS; i++) {
            Watch watch = store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), changes -> {});
            meet(together);
            watch.close();
            meet(together);
        }
        answers.join();

        awaitEndOfReadings();
        assertThat(backend.openWatches()).isZero();
    }

    /** When as many are under way again as may be, the earlier ones have ended. */
    private void awaitEndOfReadings() {
        for (int i = 0; i < Readings.MOST_UNDER_WAY; i++) {
            store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), changes -> {});
        }
        for (int i = 0; i < Readings.MOST_UNDER_WAY; i++) {
            backend.accept();
        }
    }

    @Test
    void keepsTryingToBeginOnARangeThatHoldsNothing() {
        Watch watch = store.watch(KeyRange.interval("a", "a"), changes -> {});
        backend.accept().fail(new UnavailableException("no leader", null, Outcome.NOT_APPLIED));
        backend.accept().answer(new Response.Range(7, List.of(), false, 0));

        assertThat(watch.established().join()).isEqualTo(7);
        assertThat(watch.ended()).isNotDone();
    }

    @Test
    void doesNotBeginOnNothingThatItMayNotRead() {
        Watch watch = store.watch(KeyRange.interval("a", "a"), changes -> {});
        backend.accept().fail(new PermissionDeniedException("not yours", null));

        assertThat(watch.ended()).failsWithin(Duration.ofSeconds(20));
        assertThat(backend.isIdle()).isTrue();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void tellsProgressOnARangeThatHoldsNothing() throws Exception {
        BlockingQueue<Long> told = new LinkedBlockingQueue<>();
        store.watch(KeyRange.interval("a", "a"), WatchOptions.fromNow().withProgress(), new WatchListener() {
            @Override
            public void onChanges(ChangeSet changes) {}

            @Override
            public void onProgress(long revision) {
                told.add(revision);
            }
        });
        backend.accept().answer(new Response.Range(7, List.of(), false, 0));
        backend.accept().fail(new UnavailableException("no leader", null, Outcome.NOT_APPLIED));
        backend.accept().answer(new Response.Range(9, List.of(), false, 0));

        assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(9);
    }

    @Test
    void tellsOfOneGapThoughHistoryIsCompactedAgainBeforeTheWatchHasBegunAnew() {
        WatchSink first = begin();
        first.historyLost(Resync.Reason.COMPACTED);
        readAt(10, "a", "b");
        ScriptedBackend.Begun again = backend.acceptWatch();
        assertThat(again.request().startRevision()).isEqualTo(11);
        again.sink().created(15);
        again.sink().historyLost(Resync.Reason.COMPACTED);
        readAt(20, "b");
        ScriptedBackend.Begun last = backend.acceptWatch();
        assertThat(last.request().startRevision()).isEqualTo(21);
        assertThat(resyncs).isEmpty();

        last.sink().created(20);

        await().until(() -> !resyncs.isEmpty());
        assertThat(resyncs).singleElement().satisfies(resync -> {
            assertThat(resync.revision()).isEqualTo(20);
            assertThat(resync.changes()).extracting(Change::key).containsExactly("b", "gone");
        });
    }

    @Test
    void tellsOfAGapWhenTheWatchAfterItReportsAnything() {
        begin().historyLost(Resync.Reason.HISTORY_REWOUND);
        readAt(10, "a");
        WatchSink next = backend.acceptWatch().sink();
        next.created(15);
        assertThat(resyncs).isEmpty();

        next.progress(15);

        await().until(() -> resyncs.size() == 1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void tellsOfAGapSoonIfTheWatchAfterItReportsNothing() {
        begin().historyLost(Resync.Reason.COMPACTED);
        readAt(10, "a");

        backend.acceptWatch().sink().created(15);

        await().until(() -> resyncs.size() == 1);
    }

    @Test
    void tellsOfSeveralGapsWhereHistoryIsCompactedFasterThanAWatchBegins() {
        WatchSink sink = begin();
        for (int revision = 10; revision <= 50; revision += 10) {
            sink.historyLost(Resync.Reason.COMPACTED);
            readAt(revision, "a");
            sink = backend.acceptWatch().sink();
            sink.created(revision + 5);
        }

        await().until(() -> !resyncs.isEmpty());
        assertThat(resyncs.get(0).revision()).isEqualTo(30);
    }

    /** A watch that was told that there is a key named gone. */
    private WatchSink begin() {
        store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), new WatchListener() {
            @Override
            public void onChanges(ChangeSet changes) {}

            @Override
            public void onResync(Resync resync) {
                resyncs.add(resync);
            }
        });
        readAt(5, "gone");
        WatchSink sink = backend.acceptWatch().sink();
        sink.created(5);
        return sink;
    }

    private void readAt(long revision, String... keys) {
        List<RawEntry> entries = Arrays.stream(keys)
                .map(key -> new RawEntry(Bytes.utf8(key), Bytes.utf8("v"), revision, revision, 1, 0))
                .toList();
        backend.accept().answer(new Response.Range(revision, entries, false, entries.size()));
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
