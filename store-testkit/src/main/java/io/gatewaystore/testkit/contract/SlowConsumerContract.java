package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.error.SlowConsumerException;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Listeners that fall behind by more change sets than their queue holds.
 *
 * <ul>
 *   <li>{@link SlowConsumer#RESUME}, the default: the watch pauses and goes on where it was, so that nothing is lost or repeated.
 *   <li>{@link SlowConsumer#FAIL}: the watch ends with a {@link SlowConsumerException}, after what it had queued.
 *   <li>Neither holds up another watch.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class SlowConsumerContract extends Concept {

    private static final int QUEUE = 3;
    private static final int CHANGES = 60;

    private final CountDownLatch release = new CountDownLatch(1);

    SlowConsumerContract() {}

    @Test
    @Needs(Capability.HISTORY)
    void losesAndRepeatsNothingWhenItResumes() {
        Recorder slow = new Stalled(release);
        store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.RESUME, QUEUE), slow);

        fallBehind();
        release.countDown();
        store.put("end", text(""));

        assertThat(slow.awaitKey("end").story())
                .containsExactlyElementsOf(IntStream.rangeClosed(0, CHANGES)
                        .mapToObj(i -> i == CHANGES ? "put end=" : "put key=" + i)
                        .toList());
    }

    @Test
    @Needs(Capability.HISTORY)
    void resumesASnapshotThenChanges() {
        store.put("before", text(""));
        Recorder slow = new Stalled(release);
        store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges().onSlowConsumer(SlowConsumer.RESUME, 1), slow);

        fallBehind();
        release.countDown();
        store.put("end", text(""));

        assertThat(slow.awaitKey("end").changes()).hasSize(CHANGES + 1);
        assertThat(slow.told(Listing.class)).hasSize(1);
        assertThat(slow.revisions()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void endsTheWatchIfAsked() {
        Recorder slow = new Stalled(release);
        Watch watch =
                store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.FAIL, QUEUE), slow);

        fallBehind();
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
        Recorder slow = new Stalled(release);
        Recorder quick = new Recorder();
        store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.RESUME, 1), slow);
        store.watch(KeyRange.all(), quick);

        fallBehind();
        store.put("end", text(""));

        assertThat(quick.awaitKey("end").changes()).hasSize(CHANGES + 1);
        assertThat(slow.told()).isEmpty();
        release.countDown();
    }

    @Test
    void canBeClosedWhileItIsPaused() {
        Recorder slow = new Stalled(release);
        Watch watch = store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.RESUME, 1), slow);
        fallBehind();

        watch.close();
        release.countDown();
        watch.ended().orTimeout(20, TimeUnit.SECONDS).join();

        assertThat(slow.told()).hasSizeLessThanOrEqualTo(1);
    }

    /** A watch beside it that keeps up tells when the stalled one must have fallen behind. */
    private void fallBehind() {
        Recorder witness = new Recorder();
        try (Watch beside = store.watch(KeyRange.all(), witness)) {
            for (int i = 0; i < CHANGES; i++) {
                store.put("key", number(i));
            }
            eventually().untilAsserted(() -> assertThat(witness.changes()).hasSize(CHANGES));
            assertThat(beside.ended()).isNotDone();
        }
    }

    /** Does nothing until it is let go. */
    static final class Stalled extends Recorder {
        private final CountDownLatch release;

        Stalled(CountDownLatch release) {
            this.release = release;
        }

        @Override
        public void onChanges(ChangeSet changes) {
            ListenerContract.awaitLatch(release);
            super.onChanges(changes);
        }
    }
}
