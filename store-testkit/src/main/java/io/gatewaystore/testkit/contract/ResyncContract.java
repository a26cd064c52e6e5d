package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * Watches whose history was compacted before they were told of it. Exactly one {@link Resync} bridges the gap: the range as it is now, and how
 * that differs from what the listener was told; after it changes go on at the next revision.
 *
 * <ul>
 *   <li>For a watch that began with a snapshot, or with a baseline, the difference is exact, deletions included.
 *   <li>Any other watch from now or from a revision is told of what was written since, and of what it had been told of and is gone; not of what
 *       it was never told of.
 *   <li>A deletion in it carries the modRevision the key last had.
 *   <li>A listener that does not care gets the difference as ordinary changes.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Needs({Capability.HISTORY, Capability.COMPACTION})
public abstract class ResyncContract extends Concept {

    /** Enough to fill a queue of one and make the watch pause. */
    private static final int STALLING = 5;

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
        Resync resync = told.awaitFirst(Resync.class);
        store.put("end", text(""));
        told.awaitKey("end");

        assertThat(told.told()).hasSize(2).first().isSameAs(resync);
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
        Recorder told = stalledWatch(WatchOptions.snapshotThenChanges());

        store.put("changed", text("2"));
        store.delete("gone");
        store.put("blink", text("1"));
        store.delete("blink");
        store.put("new", text("1"));
        Resync resync = compactAndRelease(told);

        assertThat(resync.changes())
                .extracting(Recorder::line)
                .contains("put changed=2", "delete gone", "put new=1", "put last=")
                .doesNotContain("put kept=1", "delete blink");
        assertThat(resync.changes())
                .containsExactlyInAnyOrderElementsOf(difference(replayed(told), resync.current(), Set.of()));
    }

    @Test
    void accountsForTheKeysAWatchFromNowWasToldOf() {
        store.put("untold", text("1"));
        store.put("untold too", text("1"));
        Recorder told = stalledWatch(WatchOptions.fromNow());

        store.delete("untold");
        store.delete("stall0");
        Resync resync = compactAndRelease(told);

        assertThat(told.story()).startsWith("put stall0=");
        assertThat(resync.changes())
                .extracting(Recorder::line)
                .contains("delete stall0", "put last=")
                .doesNotContain("delete untold", "put untold too=1");
        assertThat(resync.changes())
                .containsExactlyInAnyOrderElementsOf(
                        difference(replayed(told), resync.current(), Set.of("untold too")));
    }

    @Test
    void givesTheExactDifferenceToAWatchFromNowWithABaseline() {
        store.put("untold", text("1"));
        store.put("gone", text("1"));
        Map<String, Entry> baseline = there();
        Recorder told = stalledWatch(WatchOptions.fromNow().withBaseline());

        store.delete("gone");
        store.put("new", text("1"));
        Resync resync = compactAndRelease(told);

        assertThat(told.story()).startsWith("put stall0=");
        assertThat(resync.changes()).extracting(Recorder::line).contains("delete gone", "put new=1", "put last=");
        assertThat(resync.changes())
                .containsExactlyInAnyOrderElementsOf(difference(replayed(told, baseline), resync.current(), Set.of()));
    }

    @Test
    void givesTheExactDifferenceToAWatchFromAPastRevisionWithABaseline() {
        store.put("untold", text("1"));
        store.put("gone", text("1"));
        store.put("gone before the watch", text("1"));
        Map<String, Entry> baseline = there();
        long from = store.put("first", text("1")).revision();
        store.delete("gone before the watch");
        SlowConsumerContract.Stalled told = new SlowConsumerContract.Stalled(release);
        WatchOptions options = WatchOptions.fromRevision(from).withBaseline();
        store.watch(KeyRange.all(), options.onSlowConsumer(SlowConsumer.RESUME, 1), told);
        stall(told);

        store.delete("gone");
        Resync resync = compactAndRelease(told);

        assertThat(told.story()).startsWith("put first=1");
        assertThat(resync.changes()).extracting(Recorder::line).contains("delete gone", "put last=");
        assertThat(resync.changes())
                .containsExactlyInAnyOrderElementsOf(difference(replayed(told, baseline), resync.current(), Set.of()));
    }

    @Test
    void givesTheExactDifferenceToAWatchFromAFutureRevisionWithABaseline() {
        store.put("untold", text("1"));
        store.put("gone", text("1"));
        long now = store.put("gone before the start", text("1")).revision();
        SlowConsumerContract.Stalled told = new SlowConsumerContract.Stalled(release);
        WatchOptions options = WatchOptions.fromRevision(now + 3).withBaseline();
        store.watch(KeyRange.all(), options.onSlowConsumer(SlowConsumer.RESUME, 1), told);
        store.delete("gone before the start");
        store.put("untold too", text("1"));
        Map<String, Entry> baseline = there();
        stall(told);

        store.delete("gone");
        Resync resync = compactAndRelease(told);

        assertThat(told.story()).startsWith("put stall0=");
        assertThat(resync.changes()).extracting(Recorder::line).contains("delete gone", "put last=");
        assertThat(resync.changes())
                .containsExactlyInAnyOrderElementsOf(difference(replayed(told, baseline), resync.current(), Set.of()));
    }

    @Test
    void comesFirstIfTheBaselineIsCompacted() {
        store.put("old", text("1"));
        long oldest = store.put("a", text("1")).revision();
        long newest = store.put("b", text("1")).revision();
        fixture.compact(oldest);
        Recorder told = new Recorder();

        Watch watch =
                store.watch(KeyRange.all(), WatchOptions.fromRevision(oldest).withBaseline(), told);
        store.put("end", text(""));
        told.awaitKey("end");

        assertThat(watch.established().join()).isEqualTo(newest);
        assertThat(told.told()).hasSize(2).first().isInstanceOf(Resync.class);
        Resync resync = told.awaitFirst(Resync.class);
        assertThat(resync.reason()).isEqualTo(Resync.Reason.COMPACTED);
        assertThat(keys(resync.current())).containsExactly("a", "b", "old");
        assertThat(resync.changes()).extracting(Recorder::line).containsExactlyInAnyOrder("put a=1", "put b=1");
        assertThat(told.revisions()).containsExactly(newest + 1);
    }

    @Test
    void tellsOnlyWhatThereIsIfTheDifferenceIsNotWanted() {
        store.put("kept", text("1"));
        store.put("gone", text("1"));
        Recorder told = stalledWatch(WatchOptions.snapshotThenChanges().withoutDifference());
        store.delete("gone");

        Resync resync = compactAndRelease(told);

        assertThat(resync.changes()).isEmpty();
        assertThat(keys(resync.current())).contains("kept", "last").doesNotContain("gone");
        long next = store.put("next", text("")).revision();
        told.awaitKey("next");
        assertThat(told.revisions()).endsWith(next);
    }

    @Test
    void goesOnAfterTheRevisionOfTheResync() {
        Recorder told = stalledWatch(WatchOptions.snapshotThenChanges());
        Resync resync = compactAndRelease(told);

        long next = store.put("next", text("")).revision();
        store.put("end", text(""));
        told.awaitKey("end");

        List<Long> after = told.revisions().stream()
                .filter(revision -> revision > resync.revision())
                .toList();
        assertThat(after).containsExactly(next, next + 1);
        assertThat(told.told(Resync.class)).hasSize(1);
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
        // That of the reading, which others may have moved on meanwhile, be it by a lease that ended.
        assertThat(told.get(0).revision()).isGreaterThanOrEqualTo(newest);
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
        told.awaitAnything();
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

        fixture.compact(store.put("last", text("")).revision());
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put a=1", "put last=", "put end=");
        assertThat(told.told(Resync.class)).isEmpty();
    }

    /** A watch that has paused: its listener is held in its first callback and its queue is full. */
    private Recorder stalledWatch(WatchOptions options) {
        SlowConsumerContract.Stalled told = new SlowConsumerContract.Stalled(release);
        store.watch(KeyRange.all(), options.onSlowConsumer(SlowConsumer.RESUME, 1), told);
        stall(told);
        return told;
    }

    /** Once it is held, a watch beside it tells when so much must have come that the queue is full. */
    private void stall(SlowConsumerContract.Stalled told) {
        Recorder witness = new Recorder();
        store.watch(KeyRange.all(), witness);
        store.put("stall0", text(""));
        told.awaitCall();
        for (int i = 1; i < STALLING; i++) {
            store.put("stall" + i, text(""));
        }
        witness.awaitKey("stall" + (STALLING - 1));
    }

    private Map<String, Entry> there() {
        Map<String, Entry> there = new HashMap<>();
        store.list(KeyRange.all()).forEach(entry -> there.put(entry.key(), entry));
        return there;
    }

    /** Drops all history before one more write and lets the listener go on. */
    private Resync compactAndRelease(Recorder told) {
        fixture.compact(store.put("last", text("")).revision());
        release.countDown();
        return told.awaitFirst(Resync.class);
    }

    /** What the listener believes before the resync. */
    private static Map<String, Entry> replayed(Recorder told) {
        return replayed(told, Map.of());
    }

    private static Map<String, Entry> replayed(Recorder told, Map<String, Entry> baseline) {
        Map<String, Entry> believed = new HashMap<>(baseline);
        told.told(Listing.class).forEach(snapshot -> snapshot.forEach(entry -> believed.put(entry.key(), entry)));
        for (Change change : told.changes()) {
            if (change instanceof Change.Put put) {
                believed.put(put.key(), put.entry());
            } else {
                believed.remove(change.key());
            }
        }
        return believed;
    }

    /** How what is there differs from what is believed, but for keys the listener cannot know. */
    private static List<Change> difference(Map<String, Entry> believed, Listing current, Set<String> unknown) {
        List<Change> changes = new CopyOnWriteArrayList<>();
        Set<String> there = new HashSet<>(keys(current));
        for (Entry entry : current) {
            if (!entry.equals(believed.get(entry.key())) && !unknown.contains(entry.key())) {
                changes.add(new Change.Put(entry, Optional.empty()));
            }
        }
        believed.forEach((key, entry) -> {
            if (!there.contains(key)) {
                changes.add(new Change.Delete(key, entry.modRevision(), Optional.empty()));
            }
        });
        return changes;
    }
}
