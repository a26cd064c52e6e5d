package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchEvent;
import io.gatewaystore.watch.WatchListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What waits for a listener, and as what it is told. */
class DeliveriesTest {

    private final List<String> told = new ArrayList<>();
    private int asked;

    @Test
    void mergesAllThatWaitsOnceMoreThanTheQueueHolds() {
        Deliveries deliveries = mergingAbove(2);
        deliveries.add(put(1, "a"));
        deliveries.add(put(2, "b"));
        deliveries.add(put(3, "a"));
        deliveries.add(put(4, "c"));
        drain(deliveries);
        deliveries.add(put(5, "a"));
        drain(deliveries);

        assertThat(told).containsExactly("4: b@2 a@3 c@4", "5: a@5");
    }

    @Test
    void mergesWhatWaitsOnceItIsLargerThanTheQueueHolds() {
        Deliveries deliveries = deliveries(new Backlog(100, 10), true);
        deliveries.add(put(1, "aaaaa"));
        deliveries.add(put(2, "bbbbb"));
        deliveries.add(put(3, "c"));
        drain(deliveries);
        deliveries.add(put(4, "ddddd"));
        deliveries.add(put(5, "eeeee"));
        drain(deliveries);

        assertThat(told).containsExactly("3: aaaaa@1 bbbbb@2 c@3", "4: ddddd@4", "5: eeeee@5");
    }

    @Test
    void takesNoMoreThanMayWait() {
        Deliveries deliveries = deliveries(new Backlog(2, 10), false);
        assertThat(deliveries.add(put(1, "a"))).isTrue();
        assertThat(deliveries.add(put(2, "ten letters"))).isFalse();
        assertThat(deliveries.add(put(2, "b"))).isTrue();
        assertThat(deliveries.add(put(3, "c"))).isFalse();
        assertThat(deliveries.step()).isTrue();
        assertThat(deliveries.add(put(3, "c"))).isTrue();
        drain(deliveries);

        assertThat(told).containsExactly("1: a@1", "2: b@2", "3: c@3");
    }

    @Test
    void takesWhatIsLargerThanAllThatMayWaitIfNothingElseWaits() {
        Deliveries deliveries = deliveries(new Backlog(100, 10), false);
        assertThat(deliveries.add(put(1, "more than ten"))).isTrue();
        assertThat(deliveries.add(put(2, "b"))).isFalse();
        drain(deliveries);

        assertThat(told).containsExactly("1: more than ten@1");
    }

    @Test
    void mergesNothingAcrossAResync() {
        Deliveries deliveries = mergingAbove(2);
        deliveries.add(put(1, "a"));
        deliveries.add(put(2, "a"));
        deliveries.add(put(3, "a"));
        deliveries.add(new Resync(Resync.Reason.COMPACTED, new Listing(7, List.of()), List.of()));
        deliveries.add(put(8, "a"));
        deliveries.add(put(9, "b"));
        deliveries.add(put(10, "a"));
        drain(deliveries);

        assertThat(told).containsExactly("3: a@3", "resync 7", "10: b@9 a@10");
    }

    @Test
    void leavesTheSnapshotWhereItIs() {
        Deliveries deliveries = mergingAbove(1);
        deliveries.add(new WatchEvent.Snapshot(new Listing(4, List.of())));
        deliveries.add(put(5, "a"));
        deliveries.add(put(6, "a"));
        drain(deliveries);

        assertThat(told).containsExactly("snapshot 4", "6: a@6");
    }

    @Test
    void keepsOnlyTheNewestProgressThatNothingOutdates() {
        Deliveries deliveries = mergingAbove(1);
        deliveries.add(new WatchEvent.Progress(1));
        deliveries.add(new WatchEvent.Progress(2));
        deliveries.add(put(3, "a"));
        deliveries.add(new WatchEvent.Progress(4));
        deliveries.add(new WatchEvent.Progress(5));
        drain(deliveries);
        deliveries.add(put(6, "a"));
        deliveries.add(new WatchEvent.Progress(7));
        deliveries.add(put(8, "a"));
        deliveries.add(new WatchEvent.Progress(9));
        drain(deliveries);

        assertThat(told).containsExactly("progress 2", "3: a@3", "progress 5", "8: a@8");
    }

    @Test
    void tellsOfAFailureAfterWhatIsMerged() {
        Deliveries deliveries = mergingAbove(1);
        deliveries.add(put(1, "a"));
        deliveries.add(put(2, "b"));
        deliveries.fail(new StoreClosedException("closed", null, io.gatewaystore.error.Outcome.NOT_APPLIED));
        deliveries.add(put(3, "c"));
        drain(deliveries);

        assertThat(told).containsExactly("2: a@1 b@2", "failure");
        assertThat(deliveries.ended()).isCompletedExceptionally();
    }

    @Test
    void dropsWhatIsMergedWhenItIsClosed() {
        Deliveries deliveries = mergingAbove(1);
        deliveries.add(put(1, "a"));
        deliveries.add(put(2, "b"));
        deliveries.close();
        drain(deliveries);

        assertThat(told).isEmpty();
        assertThat(deliveries.ended()).isCompleted();
    }

    @Test
    void asksItsExecutorOnceForAllThatComesBeforeTheStepsAreDone() {
        Deliveries deliveries = mergingAbove(10);
        deliveries.add(put(1, "a"));
        deliveries.add(put(2, "a"));
        assertThat(deliveries.step()).isTrue();
        deliveries.add(put(3, "a"));
        assertThat(asked).isEqualTo(1);
        drain(deliveries);

        deliveries.add(put(4, "a"));
        assertThat(asked).isEqualTo(2);
    }

    /** The steps are made by hand. */
    private Deliveries mergingAbove(int changeSets) {
        return deliveries(new Backlog(changeSets, Long.MAX_VALUE), true);
    }

    private Deliveries deliveries(Backlog backlog, boolean merging) {
        return new Deliveries(run -> asked++, new Teller(), backlog, merging, () -> {}, () -> {});
    }

    private static void drain(Deliveries deliveries) {
        boolean more = true;
        while (more) {
            more = deliveries.step();
        }
    }

    private static ChangeSet put(long revision, String key) {
        Entry entry = new Entry(key, Bytes.empty(), revision, revision, 1, false);
        return new ChangeSet(revision, List.of(new Change.Put(entry, Optional.empty())));
    }

    /** Notes everything in few words. */
    private final class Teller implements WatchListener {

        @Override
        public void onChanges(ChangeSet changes) {
            StringBuilder line = new StringBuilder(changes.revision() + ":");
            changes.forEach(
                    change -> line.append(' ').append(change.key()).append('@').append(change.revision()));
            told.add(line.toString());
        }

        @Override
        public void onSnapshot(Listing snapshot) {
            told.add("snapshot " + snapshot.revision());
        }

        @Override
        public void onProgress(long revision) {
            told.add("progress " + revision);
        }

        @Override
        public void onResync(Resync resync) {
            told.add("resync " + resync.revision());
        }

        @Override
        public void onFailure(StoreException cause) {
            told.add("failure");
        }
    }
}
