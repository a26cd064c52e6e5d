package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import io.gatewaystore.watch.WatchState;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Where a watch begins.
 *
 * <ul>
 *   <li>From now: with the first change after the watch was established; the revision it was established at tells which that is.
 *   <li>From a revision, past or future: with the changes of that revision.
 *   <li>With a baseline, from now or from a revision: no differently, for keys that were there are not told.
 *   <li>With a snapshot: the range as it is, once and first; then every change after it, without a gap.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class WatchStartContract extends Concept {

    WatchStartContract() {}

    @Test
    void beginsWithTheFirstChangeAfterItWasEstablished() {
        store.put("key", text("before"));
        Recorder told = new Recorder();
        Watch watch = store.watch(KeyRange.all(), told);
        long established = watch.established().join();

        long after = store.put("key", text("after")).revision();
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put key=after", "put end=");
        assertThat(told.changeSets().get(0).revision()).isEqualTo(after).isGreaterThan(established);
    }

    /** The revision named is exact: what was written up to it is not told, what was written after it is. */
    @Test
    void namesTheRevisionAfterWhichEverythingIsTold() {
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(() -> IntStream.range(0, 200).forEach(i -> store.put("key", number(i))));
        Recorder told = new Recorder();
        long established = store.watch(KeyRange.all(), told).established().join();
        writer.join();
        store.put("end", text(""));

        told.awaitKey("end");
        long last = told.revisions().get(told.revisions().size() - 1);
        assertThat(told.revisions())
                .containsExactlyElementsOf(IntStream.rangeClosed((int) established + 1, (int) last)
                        .mapToObj(revision -> (long) revision)
                        .toList());
    }

    @Test
    @Needs(Capability.HISTORY)
    void beginsWithThePastRevisionNamed() {
        store.put("a", text("1"));
        long from = store.put("a", text("2")).revision();
        store.put("b", text("1"));
        store.delete("a");
        Recorder told = new Recorder();

        Watch watch = store.watch(KeyRange.all(), WatchOptions.fromRevision(from), told);
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put a=2", "put b=1", "delete a", "put end=");
        assertThat(told.changeSets().get(0).revision()).isEqualTo(from);
        assertThat(watch.established().join()).isEqualTo(from - 1);
    }

    @Test
    @Needs(Capability.HISTORY)
    void tellsOfALongHistory() {
        long from = store.put("key", number(0)).revision();
        IntStream.range(1, 1_500).forEach(i -> store.put("key", number(i)));
        Recorder told = new Recorder();

        store.watch(KeyRange.all(), WatchOptions.fromRevision(from), told);
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story())
                .startsWith("put key=0", "put key=1")
                .hasSize(1_501)
                .doesNotHaveDuplicates();
        assertThat(told.revisions()).isSorted();
    }

    @Test
    void beginsWithTheFutureRevisionNamed() {
        long now = store.put("a", text("1")).revision();
        Recorder told = new Recorder();

        store.watch(KeyRange.all(), WatchOptions.fromRevision(now + 3), told);
        store.put("a", text("2"));
        store.put("a", text("3"));
        store.put("a", text("4"));
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put a=4", "put end=");
    }

    @Test
    void beginsNoDifferentlyWithABaseline() {
        long now = store.put("a", text("1")).revision();
        Recorder told = new Recorder();

        Watch watch = store.watch(KeyRange.all(), WatchOptions.fromNow().withBaseline(), told);
        assertThat(watch.established().join()).isEqualTo(now);
        store.put("a", text("2"));
        store.delete("a");
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put a=2", "delete a", "put end=");
        assertThat(told.told()).hasSize(3);
    }

    @Test
    @Needs(Capability.HISTORY)
    void beginsWithTheRevisionNamedDespiteABaseline() {
        long first = store.put("a", text("1")).revision();
        store.put("a", text("2"));
        store.put("b", text("1"));
        Recorder past = new Recorder();
        Recorder future = new Recorder();

        WatchOptions second = WatchOptions.fromRevision(first + 1).withBaseline();
        Watch pastWatch = store.watch(KeyRange.all(), second, past);
        WatchOptions fifth = WatchOptions.fromRevision(first + 4).withBaseline();
        Watch futureWatch = store.watch(KeyRange.all(), fifth, future);
        store.delete("b");
        store.put("a", text("3"));
        store.put("end", text(""));

        assertThat(past.awaitKey("end").story())
                .containsExactly("put a=2", "put b=1", "delete b", "put a=3", "put end=");
        assertThat(pastWatch.established().join()).isEqualTo(first);
        assertThat(future.awaitKey("end").story()).containsExactly("put a=3", "put end=");
        assertThat(futureWatch.established().join()).isEqualTo(first + 3);
    }

    @Test
    void beginsWithASnapshot() {
        store.put("a", text("1"));
        long at = store.put("b", text("2")).revision();
        Recorder told = new Recorder();

        store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), told);
        store.put("end", text(""));

        told.awaitKey("end");
        assertThat(told.told()).hasSize(2).first().isInstanceOf(Listing.class);
        Listing snapshot = told.awaitFirst(Listing.class);
        assertThat(snapshot.revision()).isEqualTo(at);
        assertThat(snapshot).extracting(Entry::value).containsExactly(text("1"), text("2"));
        assertThat(told.told(ChangeSet.class)).extracting(ChangeSet::revision).containsExactly(at + 1);
    }

    @Test
    void beginsWithTheSnapshotOfAnEmptyRange() {
        Recorder told = new Recorder();

        store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), told);

        assertThat(told.awaitFirst(Listing.class).entries()).isEmpty();
    }

    /** Snapshot and changes together must give what was written, at every start amid the writes, which go on until the last has begun. */
    @Test
    @Needs(Capability.HISTORY)
    void leavesNoGapBetweenTheSnapshotAndTheChanges() {
        Recorder[] tellings = new Recorder[10];
        try (Noise noise = new Noise(i -> store.put("key" + i % 7, number(i)))) {
            noise.awaitSome();
            for (int i = 0; i < tellings.length; i++) {
                tellings[i] = new Recorder();
                Watch watch = store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), tellings[i]);
                watch.established().join();
            }
        }
        store.put("end", text(""));

        Listing expected = store.list(KeyRange.all());
        for (Recorder told : tellings) {
            told.awaitKey("end");
            Listing snapshot = told.awaitFirst(Listing.class);
            assertThat(told.told(Listing.class)).hasSize(1);
            assertThat(told.revisions())
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed((int) snapshot.revision() + 1, (int) expected.revision())
                                    .mapToObj(revision -> (long) revision)
                                    .toList());
            assertThat(replayed(told)).isEqualTo(asMap(expected));
        }
    }

    @Test
    void isEstablishedOnARangeThatHoldsNothing() {
        Recorder told = new Recorder();

        Watch watch = store.watch(KeyRange.interval("a", "a"), told);
        store.put("a", text("1"));
        watch.close();

        watch.ended().join();
        assertThat(told.told()).isEmpty();
    }

    private static Map<String, Entry> asMap(Listing listing) {
        Map<String, Entry> map = new HashMap<>();
        listing.forEach(entry -> map.put(entry.key(), entry));
        return map;
    }

    static Map<String, Entry> replayed(Recorder told) {
        Map<String, Entry> map = asMap(told.awaitFirst(Listing.class));
        told.changes().forEach(change -> {
            if (change instanceof io.gatewaystore.watch.Change.Put put) {
                map.put(put.key(), put.entry());
            } else {
                map.remove(change.key());
            }
        });
        return map;
    }

    @Test
    void isLiveOnceItHasCaughtUpAndSaysSoInTheStatusOfTheStore() {
        store.put("key", text("1"));
        Recorder told = new Recorder();

        Watch watch = store.watch(KeyRange.single("key"), WatchOptions.snapshotThenChanges(), told);

        eventually().until(() -> watch.state().equals(WatchState.live()));
        assertThat(store.status().watches())
                .anySatisfy(status -> assertThat(status.state()).isEqualTo(WatchState.live()));
    }
}
