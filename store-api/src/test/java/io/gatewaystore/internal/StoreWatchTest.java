package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.spi.Response;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreWatchTest {

    /** Enough for the two to meet at every point many times. */
    private static final int ENCOUNTERS = 20_000;

    private final ScriptedBackend backend = new ScriptedBackend();
    private final AsyncStore store = backend.store();

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

            assertThat(backend.openWatches()).isZero();
        }
        answers.join();
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

    private static void meet(CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
