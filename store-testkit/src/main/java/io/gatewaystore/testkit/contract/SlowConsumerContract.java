package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.error.SlowConsumerException;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Listeners that fall behind by more change sets than their queue holds, or by more bytes.
 *
 * <ul>
 *   <li>{@link SlowConsumer#RESUME}, the default: the watch pauses and goes on where it was, so that nothing is lost or repeated.
 *   <li>{@link SlowConsumer#COALESCE}: what waits becomes one change set with the last change of each key, from which the same state follows.
 *   <li>{@link SlowConsumer#FAIL}: the watch ends with a {@link SlowConsumerException}, after what it had queued.
 *   <li>None holds up another watch, and none shows while the listener keeps up.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class SlowConsumerContract extends Concept {

    private static final int QUEUE = 3;
    private static final int CHANGES = 60;

    /** Holds every number of change sets here. */
    private static final int ROOMY = 1_000;

    private final CountDownLatch release = new CountDownLatch(1);

    SlowConsumerContract() {}

    @Test
    @Needs(Capability.HISTORY)
    void losesAndRepeatsNothingWhenItResumes() {
        Stalled slow = new Stalled(release);
        store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.RESUME, QUEUE), slow);

        fallBehind(slow);
        release.countDown();
        store.put("end", text(""));

        assertThat(slow.awaitKey("end").story())
                .containsExactlyElementsOf(IntStream.rangeClosed(0, CHANGES)
                        .mapToObj(i -> i == CHANGES ? "put end=" : "put key=" + i)
                        .toList());
    }

    @Test
    @Needs(Capability.HISTORY)
    void losesAndRepeatsNothingThoughOneChangeIsMoreThanItsQueueHolds() {
        Stalled slow = new Stalled(release);
        store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.RESUME, ROOMY, 1), slow);

        fallBehind(slow);
        release.countDown();
        store.put("end", text(""));

        assertThat(slow.awaitKey("end").changes()).hasSize(CHANGES + 1);
        assertThat(slow.revisions()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    @Needs(Capability.HISTORY)
    void resumesASnapshotThenChanges() {
        store.put("before", text(""));
        Stalled slow = new Stalled(release);
        store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges().onSlowConsumer(SlowConsumer.RESUME, 1), slow);

        fallBehind(slow);
        release.countDown();
        store.put("end", text(""));

        assertThat(slow.awaitKey("end").changes()).hasSize(CHANGES + 1);
        assertThat(slow.told(Listing.class)).hasSize(1);
        assertThat(slow.revisions()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void mergesWhatWaitsIntoTheLastChangeOfEachKey() {
        store.put("changed", text("0"));
        store.put("gone", text("0"));
        Entry changed = entry("changed");
        Entry gone = entry("gone");
        Stalled slow = new Stalled(release);
        Recorder witness = new Recorder();
        store.watch(
                KeyRange.all(), WatchOptions.fromNow().withPrevious().onSlowConsumer(SlowConsumer.COALESCE, 2), slow);
        store.watch(KeyRange.all(), witness);
        store.put("first", text(""));
        slow.awaitCall();

        long newest = changeManyKeys();
        store.put("unsure", text(""));
        witness.awaitKey("unsure");
        release.countDown();
        store.put("end", text(""));

        ChangeSet merged = slow.awaitKey("end").changeSets().get(1);
        assertThat(slow.changeSets().get(0).changes()).extracting(Change::key).containsExactly("first");
        // Of what the witness was told last, the other watch may not know yet.
        assertThat(merged.revision()).isBetween(newest, newest + 2);
        List<Change> changes = merged.changes().stream()
                .filter(change -> change.revision() <= newest)
                .toList();
        assertThat(changes)
                .extracting(Recorder::line)
                .containsExactly("put changed=2", "delete gone", "delete blink", "put new=2", "put back=2");
        assertThat(changes)
                .extracting(change -> newest - change.revision())
                .as("distance of each change's own revision from the newest")
                .containsExactly(7L, 6L, 4L, 2L, 0L);
        assertThat(changes.get(0).previous()).contains(changed);
        assertThat(changes.get(1).previous()).contains(gone);
        assertThat(changes.subList(2, 5))
                .allSatisfy(change -> assertThat(change.previous()).isEmpty());
    }

    /** Nine revisions, of which the last change of each key counts. */
    private long changeManyKeys() {
        store.put("changed", text("1"));
        store.put("changed", text("2"));
        store.delete("gone");
        store.put("blink", text("1"));
        store.delete("blink");
        store.put("new", text("1"));
        store.put("new", text("2"));
        store.put("back", text("1"));
        return store.put("back", text("2")).revision();
    }

    @Test
    void mergesNothingWhileTheQueueHoldsIt() {
        Stalled slow = new Stalled(release);
        store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.COALESCE, CHANGES + 1), slow);

        fallBehind(slow);
        release.countDown();
        store.put("end", text(""));

        assertThat(slow.awaitKey("end").changeSets()).hasSize(CHANGES + 1);
        assertThat(slow.changeSets())
                .allSatisfy(changes -> assertThat(changes.changes()).hasSize(1));
    }

    @Test
    void mergesWhatIsLargerThanTheQueueHolds() {
        Stalled slow = new Stalled(release);
        store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.COALESCE, ROOMY, 100), slow);

        fallBehind(slow);
        release.countDown();
        store.put("end", text(""));

        assertThat(slow.awaitKey("end").changeSets()).hasSizeBetween(2, CHANGES / 2);
    }

    /** Two keys are always written together; whatever is merged, both are told of together too, and in the end nothing is missing. */
    @Test
    void leadsToTheSameStateWhenItMerges() {
        store.commit(Txn.of(Operation.put("left", number(0)), Operation.put("right", number(0))));
        Recorder slow = new Recorder() {
            @Override
            public void onChanges(ChangeSet changes) {
                store.list(KeyRange.all());
                super.onChanges(changes);
            }
        };
        store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges().onSlowConsumer(SlowConsumer.COALESCE, 1), slow);
        Crowd.call(4, writer -> {
            for (int i = 1; i <= 100; i++) {
                Bytes both = number(writer * 1_000L + i);
                store.commit(Txn.of(Operation.put("left", both), Operation.put("right", both)));
                store.put("key" + i % 7, both);
                store.delete("key" + (i + 3) % 7);
            }
            return writer;
        });
        store.put("end", text(""));

        slow.awaitKey("end");
        assertThat(slow.revisions()).isSorted().doesNotHaveDuplicates();
        assertThat(slow.changeSets()).allSatisfy(SlowConsumerContract::tellsOfBothOrNeither);
        Map<String, Entry> there = new HashMap<>();
        store.list(KeyRange.all()).forEach(entry -> there.put(entry.key(), entry));
        assertThat(WatchStartContract.replayed(slow)).isEqualTo(there);
    }

    private static void tellsOfBothOrNeither(ChangeSet set) {
        Map<String, String> told = new HashMap<>();
        set.forEach(change -> told.put(change.key(), Recorder.line(change).replaceAll(".*=", "")));
        assertThat(told).hasSize(set.changes().size());
        assertThat(told.get("left")).isEqualTo(told.get("right"));
    }

    @Test
    void endsTheWatchIfAsked() {
        Stalled slow = new Stalled(release);
        Watch watch =
                store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.FAIL, QUEUE), slow);

        fallBehind(slow);
        release.countDown();

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> watch.ended().orTimeout(20, TimeUnit.SECONDS).join())
                .withCauseInstanceOf(SlowConsumerException.class);
        assertThat(slow.told(SlowConsumerException.class)).hasSize(1);
        assertThat(slow.told()).last().isInstanceOf(SlowConsumerException.class);
        assertThat(slow.story())
                .hasSizeBetween(1, CHANGES)
                .containsExactlyElementsOf(IntStream.range(0, slow.story().size())
                        .mapToObj(i -> "put key=" + i)
                        .toList());
    }

    @Test
    void endsTheWatchOfAListenerThatFallsBehindByTooManyBytes() {
        Stalled slow = new Stalled(release);
        Watch watch =
                store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.FAIL, ROOMY, 100), slow);

        fallBehind(slow);
        release.countDown();
        store.put("end", text(""));

        eventually().until(() -> watch.ended().isDone() || slow.story().contains("put end="));
        assertThat(slow.told(SlowConsumerException.class)).hasSize(1);
    }

    @Test
    void tellsAListenerThatKeepsUpOfMoreThanItsQueueHolds() {
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.FAIL, 1, 1), told);
        for (int i = 0; i < 10; i++) {
            store.put("key" + i, text("more than one byte"));
            told.awaitKey("key" + i);
        }

        assertThat(told.told(SlowConsumerException.class)).isEmpty();
    }

    @Test
    void neverFailsAListenerThatKeepsUp() {
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.FAIL, 1), told);
        for (int i = 0; i < 30; i++) {
            store.put("key" + i, text(""));
            told.awaitKey("key" + i);
        }

        assertThat(told.told(SlowConsumerException.class)).isEmpty();
        assertThat(told.changes()).hasSize(30);
    }

    @Test
    void holdsUpNoOtherWatch() {
        Stalled slow = new Stalled(release);
        Recorder quick = new Recorder();
        store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.RESUME, 1), slow);
        store.watch(KeyRange.all(), quick);

        fallBehind(slow);
        store.put("end", text(""));

        assertThat(quick.awaitKey("end").changes()).hasSize(CHANGES + 1);
        assertThat(slow.told()).isEmpty();
        release.countDown();
    }

    @Test
    void canBeClosedWhileItIsPaused() {
        Stalled slow = new Stalled(release);
        Watch watch = store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.RESUME, 1), slow);
        fallBehind(slow);

        watch.close();
        release.countDown();
        watch.ended().orTimeout(20, TimeUnit.SECONDS).join();

        assertThat(slow.told()).hasSizeLessThanOrEqualTo(1);
    }

    /** The stalled one is held in its first callback; a watch beside it that keeps up tells when it must have fallen behind. */
    private void fallBehind(Stalled slow) {
        Recorder witness = new Recorder();
        try (Watch beside = store.watch(KeyRange.all(), witness)) {
            store.put("key", number(0));
            slow.awaitCall();
            for (int i = 1; i < CHANGES; i++) {
                store.put("key", number(i));
            }
            eventually().untilAsserted(() -> assertThat(witness.changes()).hasSize(CHANGES));
            assertThat(beside.ended()).isNotDone();
        }
    }

    /** Does nothing until it is let go. */
    static final class Stalled extends Recorder {
        private final CountDownLatch release;
        private final CountDownLatch called = new CountDownLatch(1);

        Stalled(CountDownLatch release) {
            this.release = release;
        }

        @Override
        public void onChanges(ChangeSet changes) {
            called.countDown();
            ListenerContract.awaitLatch(release);
            super.onChanges(changes);
        }

        /** Waits until it is held in its first callback. */
        void awaitCall() {
            ListenerContract.awaitLatch(called);
        }
    }
}
