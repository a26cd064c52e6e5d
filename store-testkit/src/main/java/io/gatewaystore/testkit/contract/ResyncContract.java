package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.WatchOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * Watches whose history was compacted before they were told of it. Exactly one {@link Resync} bridges the gap: the range as it is now, and how
 * that differs from what the listener was told; after it changes go on at the next revision.
 *
 * <ul>
 *   <li>For a watch that began with a snapshot the difference is exact, deletions included.
 *   <li>A watch from a revision is told of what was written since, and of what it had been told of and is gone.
 *   <li>A deletion in it carries the modRevision the key last had.
 *   <li>A listener that does not care gets the difference as ordinary changes.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Needs({Capability.HISTORY, Capability.COMPACTION})
public abstract class ResyncContract extends Concept {

    private final CountDownLatch release = new CountDownLatch(1);

    ResyncContract() {}

    @Test
    void bridgesACompactionBeforeTheFirstRevisionWanted() {
        store.put("old", text("1"));
        long wanted = store.put("a", text("1")).revision();
        store.put("b", text("1"));
        store.delete("b");
        long newest = store.put("c", text("1")).revision();
        fixture.compact(newest);
        Recorder told = new Recorder();

        store.watch(KeyRange.all(), WatchOptions.fromRevision(wanted), told);
        store.put("end", text(""));
        told.awaitKey("end");

        assertThat(told.told()).hasSize(2).first().isInstanceOf(Resync.class);
        Resync resync = told.awaitFirst(Resync.class);
        assertThat(resync.reason()).isEqualTo(Resync.Reason.COMPACTED);
        assertThat(resync.revision()).isEqualTo(newest);
        assertThat(keys(resync.current())).containsExactly("a", "c", "old");
        assertThat(resync.changes()).extracting(Recorder::line).containsExactlyInAnyOrder("put a=1", "put c=1");
        assertThat(told.revisions()).containsExactly(newest + 1);
    }

    @Test
    void givesTheExactDifferenceToASnapshotWatch() {
        store.put("kept", text("1"));
        store.put("changed", text("1"));
        store.put("gone", text("1"));
        Entry gone = entry("gone");
        Recorder told = stalledWatch(WatchOptions.snapshotThenChanges());

        store.put("changed", text("2"));
        store.delete("gone");
        store.put("blink", text("1"));
        store.delete("blink");
        store.put("new", text("1"));
        compactAllBut("last");
        release.countDown();
        store.put("end", text(""));
        told.awaitKey("end");

        assertThat(told.told(Resync.class)).hasSize(1);
        Resync resync = told.awaitFirst(Resync.class);
        assertThat(keys(resync.current())).containsExactly("changed", "kept", "last", "new", "stall");
        assertThat(resync.changes())
                .extracting(Recorder::line)
                .containsExactlyInAnyOrder("put changed=2", "delete gone", "put new=1", "put last=");
        assertThat(resync.changes())
                .filteredOn(Change.Delete.class::isInstance)
                .containsExactly(new Change.Delete("gone", gone.modRevision(), java.util.Optional.empty()));
    }

    @Test
    void accountsForTheKeysAWatchFromNowWasToldOf() {
        store.put("untold", text("1"));
        Recorder told = new SlowConsumerContract.Stalled(release);
        store.watch(KeyRange.all(), WatchOptions.fromNow().onSlowConsumer(SlowConsumer.RESUME, 2), told);
        store.put("told", text("1"));
        store.put("stall", text("1"));

        store.delete("told");
        store.delete("untold");
        compactAllBut("last");
        release.countDown();
        store.put("end", text(""));
        told.awaitKey("end");

        Resync resync = told.awaitFirst(Resync.class);
        assertThat(told.story()).startsWith("put told=1", "put stall=1");
        assertThat(resync.changes()).extracting(Recorder::line).containsExactlyInAnyOrder("delete told", "put last=");
    }

    @Test
    void goesOnAfterTheRevisionOfTheResync() {
        Recorder told = stalledWatch(WatchOptions.snapshotThenChanges());
        compactAllBut("last");
        release.countDown();
        Resync resync = told.awaitFirst(Resync.class);

        long next = store.put("next", text("")).revision();
        store.put("end", text(""));
        told.awaitKey("end");

        List<Long> after = told.revisions().stream()
                .filter(revision -> revision > resync.revision())
                .toList();
        assertThat(after).containsExactly(next, next + 1);
        assertThat(told.story()).doesNotContain("put last=");
    }

    @Test
    void reachesAListenerThatDoesNotCareAsChanges() {
        long wanted = store.put("a", text("1")).revision();
        long newest = store.put("b", text("1")).revision();
        fixture.compact(newest);
        List<ChangeSet> told = new CopyOnWriteArrayList<>();

        store.watch(KeyRange.all(), WatchOptions.fromRevision(wanted), told::add);

        eventually().untilAsserted(() -> assertThat(told).hasSize(1));
        assertThat(told.get(0).revision()).isEqualTo(newest);
        assertThat(told.get(0).changes()).extracting(Recorder::line).containsExactlyInAnyOrder("put a=1", "put b=1");
    }

    @Test
    void needsNoneIfTheRevisionWantedIsTheOldestLeft() {
        store.put("a", text("1"));
        long oldest = store.put("a", text("2")).revision();
        store.put("a", text("3"));
        fixture.compact(oldest);
        Recorder told = new Recorder();

        store.watch(KeyRange.all(), WatchOptions.fromRevision(oldest), told);
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put a=2", "put a=3", "put end=");
        assertThat(told.told(Resync.class)).isEmpty();
    }

    @Test
    void leavesAWatchAloneThatWasToldOfEverything() {
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), told);
        store.put("a", text("1"));
        told.awaitKey("a");

        compactAllBut("last");
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put a=1", "put last=", "put end=");
        assertThat(told.told(Resync.class)).isEmpty();
    }

    /** A watch with a full queue: it was told of {@code stall} and will be of nothing more until it is released. */
    private Recorder stalledWatch(WatchOptions options) {
        Recorder told = new SlowConsumerContract.Stalled(release);
        Recorder witness = new Recorder();
        store.watch(KeyRange.all(), options.onSlowConsumer(SlowConsumer.RESUME, 1), told);
        store.watch(KeyRange.single("stall"), witness);
        store.put("stall", text(""));
        witness.awaitKey("stall");
        return told;
    }

    private void compactAllBut(String key) {
        fixture.compact(store.put(key, text("")).revision());
    }
}
