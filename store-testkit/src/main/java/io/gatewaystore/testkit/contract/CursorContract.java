package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.SlowConsumerException;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.WatchCursor;
import io.gatewaystore.watch.WatchEvent;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Cursors: the events of a watch, taken by whoever wants them.
 *
 * <ul>
 *   <li>A cursor gives what a listener would be told, in the same order: snapshot, change sets, progress, resync.
 *   <li>What is not taken waits, under the policy for slow consumers.
 *   <li>When the watch has ended, what is left can still be taken; then the cursor says why, as often as it is asked.
 *   <li>Whoever waits is woken by an interrupt, which loses no event, and by the end of the cursor or the store.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class CursorContract extends Concept {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int CHANGES = 40;

    CursorContract() {}

    @Test
    void givesTheSnapshotAndThenEveryChange() {
        long at = store.put("a", text("1")).revision();
        try (WatchCursor cursor = store.cursor(KeyRange.all(), WatchOptions.snapshotThenChanges())) {
            assertThat(cursor.revision()).isZero();
            store.commit(Txn.of(Operation.put("b", text("2")), Operation.delete("a")));
            store.put("c", text("3"));

            WatchEvent first = take(cursor);
            assertThat(first).isInstanceOf(WatchEvent.Snapshot.class);
            assertThat(((WatchEvent.Snapshot) first).listing())
                    .extracting(Entry::key)
                    .containsExactly("a");
            assertThat(first.revision()).isEqualTo(at).isEqualTo(cursor.revision());
            assertThat(lines(take(cursor))).containsExactlyInAnyOrder("put b=2", "delete a");
            assertThat(cursor.revision()).isEqualTo(at + 1);
            assertThat(lines(take(cursor))).containsExactly("put c=3");
        }
    }

    @Test
    void givesWhatChangesAfterItWasMade() {
        store.put("a", text("before"));
        try (WatchCursor cursor = store.cursor(KeyRange.single("a"))) {
            store.put("other", text(""));
            store.put("a", text("after"));

            assertThat(lines(take(cursor))).containsExactly("put a=after");
        }
    }

    @Test
    void givesNothingWhileThereIsNothing() {
        try (WatchCursor cursor = store.cursor(KeyRange.all())) {
            assertThat(cursor.next(Duration.ZERO)).isEmpty();
            assertThat(cursor.next(Duration.ofMillis(10))).isEmpty();
            store.put("a", text("1"));
            assertThat(lines(take(cursor))).containsExactly("put a=1");
            assertThat(cursor.next(Duration.ZERO)).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> cursor.next(Duration.ofNanos(-1)));
        }
    }

    @Test
    void wakesWhoeverWaits() {
        try (WatchCursor cursor = store.cursor(KeyRange.all())) {
            CompletableFuture<WatchEvent> taken = CompletableFuture.supplyAsync(
                    () -> cursor.next(Duration.ofSeconds(Long.MAX_VALUE)).orElseThrow());
            store.put("a", text("1"));

            assertThat(taken).succeedsWithin(LONG);
            assertThat(lines(taken.join())).containsExactly("put a=1");
        }
    }

    @Test
    void givesProgressIfAsked() {
        WatchOptions options = WatchOptions.fromNow().withProgress();
        try (WatchCursor cursor = store.cursor(KeyRange.directory("quiet"), options)) {
            long elsewhere = store.put("loud", text("")).revision();

            WatchEvent event = take(cursor);
            while (event.revision() < elsewhere) {
                assertThat(event).isInstanceOf(WatchEvent.Progress.class);
                event = take(cursor);
            }
            assertThat(event).isInstanceOf(WatchEvent.Progress.class);
            assertThat(cursor.revision()).isEqualTo(event.revision());
        }
    }

    @Test
    @Needs({Capability.HISTORY, Capability.COMPACTION})
    void givesTheResyncOfAGap() {
        long wanted = store.put("a", text("1")).revision();
        long newest = store.put("a", text("2")).revision();
        fixture.compact(newest);
        try (WatchCursor cursor = store.cursor(KeyRange.all(), WatchOptions.fromRevision(wanted))) {
            WatchEvent gap = take(cursor);
            store.put("end", text(""));

            assertThat(gap).isInstanceOf(Resync.class);
            assertThat(((Resync) gap).changes()).extracting(Recorder::line).containsExactly("put a=2");
            assertThat(lines(take(cursor))).containsExactly("put end=");
        }
    }

    @Test
    @Needs(Capability.HISTORY)
    void losesNothingThatIsTakenLate() {
        WatchOptions options = WatchOptions.fromNow().onSlowConsumer(SlowConsumer.RESUME, 3);
        try (WatchCursor cursor = store.cursor(KeyRange.all(), options)) {
            putMany();

            List<String> taken = new ArrayList<>();
            while (!taken.contains("put end=")) {
                taken.addAll(lines(take(cursor)));
            }
            assertThat(taken)
                    .hasSize(CHANGES + 1)
                    .startsWith("put key=0", "put key=1")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void mergesWhatIsTakenLateIfAsked() {
        WatchOptions options = WatchOptions.fromNow().onSlowConsumer(SlowConsumer.COALESCE, 3);
        try (WatchCursor cursor = store.cursor(KeyRange.all(), options)) {
            putMany();

            List<String> taken = new ArrayList<>();
            while (!taken.contains("put end=")) {
                taken.addAll(lines(take(cursor)));
            }
            assertThat(taken).contains("put key=" + (CHANGES - 1)).hasSizeLessThan(CHANGES / 2);
        }
    }

    @Test
    void failsForEverWhenTheWatchHasFailedAndTheRestIsTaken() {
        WatchOptions options = WatchOptions.fromNow().onSlowConsumer(SlowConsumer.FAIL, 3);
        try (WatchCursor cursor = store.cursor(KeyRange.all(), options)) {
            putMany();

            List<String> taken = new ArrayList<>();
            assertThatExceptionOfType(SlowConsumerException.class).isThrownBy(() -> {
                for (int i = 0; i < CHANGES; i++) {
                    taken.addAll(lines(take(cursor)));
                }
            });
            assertThat(taken)
                    .containsExactlyElementsOf(IntStream.range(0, taken.size())
                            .mapToObj(i -> "put key=" + i)
                            .toList());
            assertThat(taken).isNotEmpty();
            assertThatExceptionOfType(SlowConsumerException.class)
                    .isThrownBy(() -> cursor.next(Duration.ZERO))
                    .withCauseInstanceOf(SlowConsumerException.class);
        }
    }

    @Test
    void losesNothingToAnInterrupt() {
        try (WatchCursor cursor = store.cursor(KeyRange.all())) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedStoreException.class).isThrownBy(() -> cursor.next(LONG));
            assertThat(Thread.interrupted()).as("interrupt status, now cleared").isTrue();

            store.put("a", text("1"));
            assertThat(lines(take(cursor))).containsExactly("put a=1");
        }
    }

    @Test
    void endsWhoeverWaitsWhenItIsClosed() throws Exception {
        WatchCursor cursor = store.cursor(KeyRange.all());
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<WatchEvent> taken = CompletableFuture.supplyAsync(() -> {
            begun.countDown();
            return cursor.next(LONG).orElseThrow();
        });
        begun.await();

        cursor.close();
        cursor.close();

        assertThat(taken)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(StoreClosedException.class);
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> cursor.next(LONG));
        store.put("a", text("the store is still open"));
        assertThat(store.get("a")).isPresent();
    }

    @Test
    void dropsWhatWasNotTakenWhenItIsClosed() {
        WatchCursor cursor = store.cursor(KeyRange.all());
        Recorder witness = new Recorder();
        store.watch(KeyRange.all(), witness);
        store.put("a", text(""));
        witness.awaitKey("a");

        cursor.close();

        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> cursor.next(Duration.ZERO));
        assertThat(cursor.revision()).isZero();
    }

    @Test
    void endsWithTheStore() {
        WatchCursor cursor = store.cursor(KeyRange.all());
        CompletableFuture<WatchEvent> taken =
                CompletableFuture.supplyAsync(() -> cursor.next(LONG).orElseThrow());

        store.close();

        assertThat(taken)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(StoreClosedException.class);
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> cursor.next(Duration.ZERO));
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> store.cursor(KeyRange.all()));
        cursor.close();
    }

    /** More than the queues here hold; a watch beside the cursor tells when it must be full. */
    private void putMany() {
        Recorder witness = new Recorder();
        store.watch(KeyRange.all(), witness);
        for (int i = 0; i < CHANGES; i++) {
            store.put("key", number(i));
        }
        store.put("end", text(""));
        witness.awaitKey("end");
    }

    private static WatchEvent take(WatchCursor cursor) {
        return cursor.next(LONG).orElseThrow(() -> new AssertionError("no event within " + LONG));
    }

    private static List<String> lines(WatchEvent event) {
        assertThat(event).isInstanceOf(ChangeSet.class);
        List<Change> changes = ((ChangeSet) event).changes();
        return changes.stream().map(Recorder::line).toList();
    }
}
