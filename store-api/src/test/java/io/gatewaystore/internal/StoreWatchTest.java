package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.Response;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
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

    private static void meet(CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
