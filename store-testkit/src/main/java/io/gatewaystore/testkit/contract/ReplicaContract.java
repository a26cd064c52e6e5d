package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.RevisionToken;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.OtherClusterException;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.replica.ReadLevel;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.replica.ReplicaChange;
import io.gatewaystore.replica.ReplicaChanges;
import io.gatewaystore.replica.ReplicaChanges.Cause;
import io.gatewaystore.replica.ReplicaEntry;
import io.gatewaystore.replica.ReplicaListener;
import io.gatewaystore.replica.ReplicaSnapshot;
import io.gatewaystore.replica.ReplicaStatus;
import io.gatewaystore.replica.Undecodable;
import io.gatewaystore.replica.Verification;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Replicas: live, typed, local copies of a range.
 *
 * <ul>
 *   <li>A replica is equal to a listing of its range at its revision.
 *   <li>A read sees every own write that was acknowledged before it, waits for nothing else, and is as fresh as asked for.
 *   <li>Listeners are told of every state, with old and new values, after it can be read.
 *   <li>A value that does not decode concerns its key alone.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class ReplicaContract extends Concept {

    /** A value that the codec of the tests holds back until it is let through. */
    private static final String HELD = "held";

    private static final KeyRange RANGE = KeyRange.directory("r");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final CountDownLatch release = new CountDownLatch(1);

    ReplicaContract() {}

    // --- what it shows ------------------------------------------------------------------------------------------

    @Test
    void showsItsRangeAsItIsAndBecomes() {
        store.put("r/a", text("1"));
        store.put("r/b", text("1"));
        store.put("r2", text("outside"));
        try (Replica<String> replica = replicate(store)) {
            assertThat(shown(replica)).containsExactly("r/a=1", "r/b=1");

            store.put("r/a", text("2"));
            store.delete("r/b");
            store.put("r/c", text("1"));
            store.put("q", text("outside"));

            assertThat(shown(replica)).containsExactly("r/a=2", "r/c=1");
            assertThat(replica.get("r/b")).isEmpty();
            assertThat(replica.get("q")).isEmpty();
            assertSameAsListing(replica);
        }
    }

    @Test
    void growsAndShrinksWithItsRange() {
        try (Replica<String> replica = replicate(store)) {
            for (int i = 0; i < 3; i++) {
                List<Operation> puts = new ArrayList<>();
                for (int j = 0; j < 100; j++) {
                    puts.add(Operation.put("r/" + i + "/" + j, number(j)));
                }
                store.commit(Txn.of(puts.toArray(Operation[]::new)));
            }
            assertThat(replica.snapshot().size()).isEqualTo(300);
            assertSameAsListing(replica);

            store.deleteRange(KeyRange.directory("r/1"));

            assertThat(replica.snapshot().size()).isEqualTo(200);
            assertSameAsListing(replica);
        }
    }

    @Test
    void showsEntriesForConditionalWrites() {
        store.put("r/a", text("1"));
        try (Replica<String> replica = replicate(store)) {
            ReplicaEntry<String> read = replica.entry("r/a").orElseThrow();

            assertThat(store.replace("r/a", read.modRevision(), text("2")).isApplied())
                    .isTrue();
            assertThat(store.replace("r/a", read.modRevision(), text("3")).isApplied())
                    .isFalse();
            assertThat(replica.entry("r/a")).hasValueSatisfying(now -> {
                assertThat(now.value()).isEqualTo("2");
                assertThat(now.version()).isEqualTo(2);
                assertThat(now.createRevision()).isEqualTo(read.createRevision());
            });
        }
    }

    @Test
    void isRelativeToANamespace() {
        Store view = store.namespace("n");
        store.put("n/r/a", text("1"));
        try (Replica<String> replica = replicate(view)) {
            assertThat(replica.get("r/a")).contains("1");

            store.put("n/r/a", text("2"));

            assertThat(replica.get("r/a")).contains("2");
            assertThat(replica.get("n/r/a")).isEmpty();
        }
    }

    @Test
    void keepsSnapshotsAsTheyWere() {
        store.put("r/a", text("1"));
        try (Replica<String> replica = replicate(store)) {
            ReplicaSnapshot<String> before = replica.snapshot();
            store.put("r/a", text("2"));
            store.put("r/b", text("1"));
            ReplicaSnapshot<String> after = replica.snapshot();

            assertThat(story(before)).containsExactly("r/a=1");
            assertThat(before.get("r/a")).contains("1");
            assertThat(before.size()).isEqualTo(1);
            assertThat(story(after)).containsExactly("r/a=2", "r/b=1");
            assertThat(after.revision()).isGreaterThan(before.revision());
        }
    }

    @Test
    void ordersSnapshotsByUnsignedUtf8Bytes() {
        List<String> keys = List.of("r/b", "r/a/b", "r/\uFF5E", "r/\uD83D\uDE00", "r/a", "r/\u00E9", "r/a\u0001");
        keys.forEach(key -> store.put(key, text("1")));
        try (Replica<String> replica = replicate(store)) {
            List<String> ordered = keys(store.list(RANGE));

            assertThat(replica.snapshot()).extracting(ReplicaEntry::key).containsExactlyElementsOf(ordered);
            assertThat(replica.snapshot().entries(KeyRange.directory("r/a")))
                    .extracting(ReplicaEntry::key)
                    .containsExactly("r/a/b");
            assertThat(replica.snapshot().entries(KeyRange.startingAt("r/\uFF5E")))
                    .extracting(ReplicaEntry::key)
                    .containsExactly("r/\uFF5E", "r/\uD83D\uDE00");
        }
    }

    @Test
    void showsATransactionWholeOrNotAtAll() {
        store.put("r/a", number(50));
        store.put("r/b", number(50));
        List<ReplicaChanges<Long>> told = new CopyOnWriteArrayList<>();
        try (Replica<Long> replica = store.replicate(RANGE, Codec.number())) {
            replica.listen(told::add);
            Store other = another();
            FutureTask<Void> transfers = inBackground(() -> {
                for (int i = 1; i <= 50; i++) {
                    other.commit(Txn.of(Operation.put("r/a", number(50 - i)), Operation.put("r/b", number(50 + i))));
                }
                return null;
            });
            do {
                ReplicaSnapshot<Long> snapshot = replica.snapshot();
                assertThat(snapshot.get("r/a").orElseThrow()
                                + snapshot.get("r/b").orElseThrow())
                        .isEqualTo(100);
            } while (!transfers.isDone());
            join(transfers);
            long last = store.get("r/a").orElseThrow().modRevision();
            eventually()
                    .until(() -> !told.isEmpty() && told.get(told.size() - 1).revision() >= last);
            assertThat(told).allSatisfy(changes -> assertThat(sum(changes)).isEqualTo(100));
        }
    }

    private static long sum(ReplicaChanges<Long> changes) {
        return changes.changes().stream()
                .mapToLong(change -> change.after().orElseThrow().value())
                .sum();
    }

    // --- how fresh ----------------------------------------------------------------------------------------------

    @Test
    void readsItsOwnWritesOfEveryVerb() {
        long first = store.put("r/0", text("0")).revision();
        try (Replica<String> replica = replicate(store)) {
            store.put("r/a", text("put"));
            assertThat(replica.get("r/a")).contains("put");
            store.create("r/b", text("created"));
            assertThat(replica.get("r/b")).contains("created");
            store.replace("r/0", first, text("replaced"));
            assertThat(replica.get("r/0")).contains("replaced");
            store.update("r/0", old -> old.orElseThrow().concat(text("!")));
            assertThat(replica.get("r/0")).contains("replaced!");
            store.deleteIf("r/b", entry("r/b").modRevision());
            assertThat(replica.get("r/b")).isEmpty();
            store.delete("r/a");
            assertThat(replica.get("r/a")).isEmpty();
            store.commit(Txn.when(Compare.absent("r/a")).then(Operation.put("r/a", text("committed"))));
            assertThat(replica.get("r/a")).contains("committed");
            store.deleteRange(KeyRange.all());
            assertThat(replica.snapshot().size()).isZero();
        }
    }

    @Test
    void readsItsOwnWritesThroughEveryView() {
        try (Replica<String> replica = replicate(store)) {
            store.withDeadline(LONG_ENOUGH).put("r/a", text("deadline"));
            assertThat(replica.get("r/a")).contains("deadline");
            store.namespace("r").put("a", text("namespace"));
            assertThat(replica.get("r/a")).contains("namespace");
            root.put(namespace + "/r/a", text("root"));
            assertThat(replica.get("r/a")).contains("root");
            store.async().put("r/a", text("async")).join();
            assertThat(replica.get("r/a")).contains("async");
            store.typed(Codec.text()).put("r/a", "typed");
            assertThat(replica.get("r/a")).contains("typed");
        }
    }

    @Test
    void waitsForItsOwnWriteAndNotLocally() {
        store.put("r/a", text("old"));
        try (Replica<String> replica = holding(store)) {
            store.put("r/a", text(HELD));

            assertWaits(replica, () -> replica.get("r/a"));
        }
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void waitsForWhatOthersWroteIfAsked() {
        store.put("r/a", text("old"));
        try (Replica<String> replica = holding(store)) {
            another().put("r/a", text(HELD));

            assertWaits(replica, () -> replica.get("r/a", ReadLevel.linearizable()));
        }
    }

    /** Reads, while the replica stands still, what it is told only afterwards. */
    private void assertWaits(Replica<String> replica, Callable<Optional<String>> read) {
        FutureTask<Optional<String>> task = new FutureTask<>(read);
        Thread reader = new Thread(task, "contract");
        reader.start();
        eventually().until(() -> task.isDone() || reader.getState() == Thread.State.TIMED_WAITING);
        assertThat(replica.get("r/a", ReadLevel.local())).contains("old");
        release.countDown();

        assertThat(join(task)).contains(HELD);
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void waitsForNothingButItsOwnWritesToItsRange() {
        store.put("r/a", text("old"));
        try (Replica<String> replica = holding(store.withDeadline(Duration.ofSeconds(5)))) {
            another().put("r/a", text(HELD));
            store.put("elsewhere", text("own"));
            store.deleteRange(KeyRange.directory("r/nothing"));
            store.create("r/a", text("lost"));

            assertThat(replica.get("r/a")).contains("old");
        } finally {
            release.countDown();
        }
    }

    @Test
    void readsOnAfterOwnWritesThatLeftTheRangeAsItWas() {
        store.put("elsewhere", text("1"));
        try (Replica<String> replica = replicate(store)) {
            store.put("r/a", text("1"));
            // Overlaps the range and deletes nothing in it.
            store.deleteRange(KeyRange.interval("a", "r/a"));

            assertThat(replica.get("r/a")).contains("1");
        }
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void readsAtLeastARevision() {
        Store other = another();
        try (Replica<String> replica = replicate(store)) {
            for (int i = 0; i < 20; i++) {
                long revision = other.put("r/a", number(i)).revision();
                assertThat(replica.get("r/a", ReadLevel.atLeast(revision))).contains(Integer.toString(i));
            }
        }
    }

    @Test
    void readsAtLeastARevisionThatDidNotTouchItsRange() {
        store.put("r/a", text("1"));
        try (Replica<String> replica = replicate(store)) {
            long elsewhere = store.put("elsewhere", text("1")).revision();

            assertThat(replica.snapshot(ReadLevel.atLeast(elsewhere)).revision())
                    .isGreaterThanOrEqualTo(elsewhere);
        }
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void readsLinearizablyWhatOthersWrote() {
        Store other = another();
        try (Replica<String> replica = replicate(store)) {
            for (int i = 0; i < 20; i++) {
                other.put("r/a", number(i));
                assertThat(replica.get("r/a", ReadLevel.linearizable())).contains(Integer.toString(i));
            }
            other.put("elsewhere", text("1"));
            assertThat(replica.get("r/a", ReadLevel.linearizable())).contains("19");
        }
    }

    @Test
    void readsLinearizablyWhereAnotherReplicaHasJustBegun() {
        try (Replica<String> replica = replicate(store)) {
            long elsewhere = store.put("elsewhere", text("1")).revision();
            try (Replica<String> younger = replicate(store)) {
                assertThat(younger.revision()).isGreaterThanOrEqualTo(elsewhere);
                assertThat(replica.snapshot(ReadLevel.linearizable()).revision())
                        .isGreaterThanOrEqualTo(elsewhere);
            }
        }
    }

    @Test
    void saysThatARevisionWasNotReachedInTime() {
        try (Replica<String> replica = replicate(store)) {
            assertThatExceptionOfType(DeadlineExceededException.class)
                    .isThrownBy(() -> replica.await(replica.revision() + 1_000_000, SHORT))
                    .withMessageContaining("revision " + replica.revision());
        }
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void waitsForTheTokenOfAnotherNode() {
        try (Replica<String> here = replicate(store);
                Replica<String> there = replicate(another())) {
            store.put("r/a", text("1"));
            here.get("r/a");

            there.await(RevisionToken.parse(here.token().toString()), LONG_ENOUGH);
            assertThat(there.get("r/a", ReadLevel.local())).contains("1");

            long written = store.put("r/a", text("2")).revision();
            there.await(RevisionToken.of(store, written), LONG_ENOUGH);
            assertThat(there.get("r/a", ReadLevel.local())).contains("2");
        }
    }

    @Test
    void refusesTheTokenOfAnotherCluster() {
        try (Replica<String> replica = replicate(store)) {
            RevisionToken foreign = new RevisionToken("elsewhere", 1);

            assertThatExceptionOfType(OtherClusterException.class)
                    .isThrownBy(() -> replica.await(foreign, SHORT))
                    .withMessageContaining("elsewhere")
                    .withMessageContaining(replica.token().cluster())
                    .satisfies(refused -> assertThat(refused.tokenCluster()).isEqualTo("elsewhere"));
        }
    }

    // --- listeners ----------------------------------------------------------------------------------------------

    @Test
    void tellsListenersOldAndNewValuesAfterTheyCanBeRead() {
        store.put("r/a", text("1"));
        try (Replica<String> replica = replicate(store)) {
            Told told = new Told(replica);
            replica.listen(told);

            store.put("r/a", text("2"));
            store.put("r/b", text("1"));
            store.delete("r/a");
            store.commit(Txn.of(Operation.put("r/a", text("3")), Operation.delete("r/b")));

            assertThat(told.await(4))
                    .containsExactly("r/a: 1 > 2", "r/b: - > 1", "r/a: 2 > -", "r/a: - > 3, r/b: 1 > -");
            assertThat(told.snapshots).containsExactly(List.of("r/a=1"));
            assertThat(told.notYetReadable).isEmpty();
            assertThat(told.changes).extracting(ReplicaChanges::cause).containsOnly(Cause.WRITES);
        }
    }

    @Test
    @Needs(Capability.SHARED_STATE)
    void losesNothingBetweenSnapshotAndChanges() {
        Store other = another();
        try (Replica<String> replica = replicate(store)) {
            FutureTask<Void> writes = inBackground(() -> {
                for (int i = 0; i < 100; i++) {
                    other.put("r/" + i % 7, number(i));
                }
                return null;
            });
            List<Told> listeners = new ArrayList<>();
            while (!writes.isDone() && listeners.size() < 20) {
                Told told = new Told(replica);
                replica.listen(told);
                listeners.add(told);
            }
            join(writes);
            List<String> now = story(replica.snapshot(ReadLevel.linearizable()));

            listeners.forEach(told ->
                    eventually().untilAsserted(() -> assertThat(told.replayed()).containsExactlyElementsOf(now)));
        }
    }

    @Test
    void goesOnAfterAListenerThrewAndWhileOneBlocks() {
        try (Replica<String> replica = replicate(store)) {
            replica.listen(changes -> {
                throw new IllegalStateException("planted");
            });
            replica.listen(changes -> awaitRelease());
            Told told = new Told(replica);
            replica.listen(told);

            store.put("r/a", text("1"));
            store.put("r/a", text("2"));

            assertThat(replica.get("r/a")).contains("2");
            assertThat(told.await(2)).containsExactly("r/a: - > 1", "r/a: 1 > 2");
        } finally {
            release.countDown();
        }
    }

    @Test
    void tellsAClosedListenerNothing() {
        try (Replica<String> replica = replicate(store)) {
            Told closed = new Told(replica);
            replica.listen(closed).close();
            Told told = new Told(replica);
            replica.listen(told);

            store.put("r/a", text("1"));

            assertThat(told.await(1)).hasSize(1);
            assertThat(closed.changes).isEmpty();
        }
    }

    // --- values that do not decode ------------------------------------------------------------------------------

    @Test
    void isolatesWhatDoesNotDecodeUntilItHeals() {
        store.put("r/a", text("1"));
        store.put("r/bad", text("s3cret"));
        try (Replica<Long> replica = store.replicate(RANGE, Codec.number())) {
            assertThat(replica.get("r/a")).contains(1L);
            assertThat(replica.get("r/bad")).isEmpty();
            assertThat(replica.entry("r/bad")).isEmpty();
            assertThat(replica.snapshot()).extracting(ReplicaEntry::key).containsExactly("r/a");
            assertThat(replica.undecodable()).singleElement().satisfies(bad -> {
                assertThat(bad.key()).isEqualTo("r/bad");
                assertThat(bad.modRevision()).isEqualTo(entry("r/bad").modRevision());
                assertThat(bad.cause()).hasMessageContaining("r/bad").hasMessageNotContaining("s3cret");
            });

            store.put("r/bad", text("2"));
            store.put("r/a", text("broken"));

            assertThat(replica.get("r/bad")).contains(2L);
            assertThat(replica.get("r/a")).isEmpty();
            assertThat(replica.undecodable()).extracting(Undecodable::key).containsExactly("r/a");
            ReplicaStatus status = replica.status();
            assertThat(status.size()).isEqualTo(1);
            assertThat(status.undecodable()).isEqualTo(1);
            assertThat(status.decodeFailures()).isEqualTo(2);

            store.delete("r/a");

            assertThat(replica.snapshot().size()).isEqualTo(1);
            assertThat(replica.undecodable()).isEmpty();
        }
    }

    @Test
    void tellsListenersOfWhatDoesNotDecode() {
        store.put("r/a", text("1"));
        try (Replica<Long> replica = store.replicate(RANGE, Codec.number())) {
            List<ReplicaChange<Long>> told = new CopyOnWriteArrayList<>();
            replica.listen(changes -> told.addAll(changes.changes()));

            store.put("r/a", text("broken"));
            store.put("r/a", text("2"));

            eventually().untilAsserted(() -> assertThat(told).hasSize(2));
            assertThat(told.get(0).before()).map(ReplicaEntry::value).contains(1L);
            assertThat(told.get(0).after()).isEmpty();
            assertThat(told.get(0).undecodable()).isPresent();
            assertThat(told.get(1).before()).isEmpty();
            assertThat(told.get(1).after()).map(ReplicaEntry::value).contains(2L);
        }
    }

    @Test
    void survivesACodecThatThrowsAnything() {
        Codec<String> broken = new Decoder(value -> {
            if (value.equals("bad")) {
                throw new IllegalStateException("a codec that shows " + value);
            }
        });
        try (Replica<String> replica = store.replicate(RANGE, broken)) {
            store.commit(Txn.of(Operation.put("r/a", text("bad")), Operation.put("r/b", text("good"))));

            assertThat(replica.get("r/b")).contains("good");
            assertThat(replica.get("r/a")).isEmpty();
            assertThat(replica.undecodable())
                    .singleElement()
                    .satisfies(bad -> assertThat(bad.cause())
                            .hasMessageContaining("IllegalStateException")
                            .hasMessageNotContaining("shows"));
        }
    }

    // --- verification, and the end ------------------------------------------------------------------------------

    @Test
    void findsNothingWhereNothingIsWrong() {
        for (int i = 0; i < 10; i++) {
            store.put("r/" + i, number(i));
        }
        try (Replica<Long> replica = store.replicate(RANGE, Codec.number())) {
            store.put("r/bad", text("broken"));
            store.delete("r/3");
            store.put("elsewhere", text("1"));

            Verification report = replica.verify();

            assertThat(report.drift()).isEmpty();
            assertThat(report.compared()).isEqualTo(10);
            assertThat(replica.status().repaired()).isZero();
        }
    }

    @Test
    void answersLocallyAfterItsEndAndElseSaysSo() {
        store.put("r/a", text("1"));
        Replica<String> replica = replicate(store);
        Told told = new Told(replica);
        replica.listen(told);

        replica.close();
        store.put("r/a", text("2"));

        assertThat(replica.get("r/a", ReadLevel.local())).contains("1");
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> replica.get("r/a"));
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(replica::snapshot);
        assertThat(told.failures).isEmpty();
    }

    @Test
    void endsWithItsStore() {
        Store closing = fixture.open();
        Replica<String> replica = replicate(closing.namespace(namespace));
        Told told = new Told(replica);
        replica.listen(told);

        closing.close();

        eventually()
                .untilAsserted(
                        () -> assertThat(told.failures).singleElement().isInstanceOf(StoreClosedException.class));
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> replica.get("r/a"));
        replica.close();
    }

    // --- means --------------------------------------------------------------------------------------------------

    private static Replica<String> replicate(Store store) {
        return store.replicate(RANGE, Codec.text());
    }

    /** A replica that stands still at a value until it is let through. */
    private Replica<String> holding(Store store) {
        return store.replicate(RANGE, new Decoder(value -> {
            if (value.equals(HELD)) {
                awaitRelease();
            }
        }));
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertSameAsListing(Replica<String> replica) {
        ReplicaSnapshot<String> snapshot = replica.snapshot(ReadLevel.linearizable());
        Listing listing = store.list(RANGE);
        assertThat(snapshot.entries()).hasSameSizeAs(listing.entries());
        for (Entry entry : listing) {
            ReplicaEntry<String> copied = snapshot.entry(entry.key()).orElseThrow();
            assertThat(copied.value()).isEqualTo(entry.value().toUtf8());
            assertThat(copied.modRevision()).isEqualTo(entry.modRevision());
            assertThat(copied.createRevision()).isEqualTo(entry.createRevision());
            assertThat(copied.version()).isEqualTo(entry.version());
            assertThat(copied.leased()).isEqualTo(entry.leased());
        }
    }

    private static List<String> shown(Replica<String> replica) {
        return story(replica.snapshot());
    }

    private static List<String> story(ReplicaSnapshot<String> snapshot) {
        return snapshot.entries().stream()
                .map(entry -> entry.key() + "=" + entry.value())
                .toList();
    }

    private static <T> FutureTask<T> inBackground(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        new Thread(task, "contract").start();
        return task;
    }

    private static <T> T join(FutureTask<T> task) {
        try {
            return task.get();
        } catch (Exception failed) {
            throw new AssertionError("what ran in the background failed", failed);
        }
    }

    /** Text, looked at before it is decoded. */
    private record Decoder(Consumer<String> look) implements Codec<String> {

        @Override
        public Bytes encode(String value) {
            return Codec.text().encode(value);
        }

        @Override
        public String decode(Bytes bytes) {
            String value = Codec.text().decode(bytes);
            look.accept(value);
            return value;
        }
    }

    /** Keeps what it is told, and looks whether the replica shows it already. */
    private static final class Told implements ReplicaListener<String> {

        private final Replica<String> replica;
        private final List<List<String>> snapshots = new CopyOnWriteArrayList<>();
        private final List<ReplicaChanges<String>> changes = new CopyOnWriteArrayList<>();
        private final List<ReplicaChanges<String>> notYetReadable = new CopyOnWriteArrayList<>();
        private final List<StoreException> failures = new CopyOnWriteArrayList<>();

        Told(Replica<String> replica) {
            this.replica = replica;
        }

        @Override
        public void onSnapshot(ReplicaSnapshot<String> snapshot) {
            snapshots.add(story(snapshot));
        }

        @Override
        public void onChanges(ReplicaChanges<String> told) {
            if (replica.revision() < told.revision()) {
                notYetReadable.add(told);
            }
            changes.add(told);
        }

        @Override
        public void onFailure(StoreException cause) {
            failures.add(cause);
        }

        /** Waits for so many sets of changes and gives each as text. */
        List<String> await(int sets) {
            eventually().untilAsserted(() -> assertThat(changes).hasSizeGreaterThanOrEqualTo(sets));
            return changes.stream().map(Told::line).toList();
        }

        private static String line(ReplicaChanges<String> set) {
            Map<String, String> lines = new TreeMap<>();
            set.forEach(change -> lines.put(
                    change.key(), change.key() + ": " + value(change.before()) + " > " + value(change.after())));
            return String.join(", ", lines.values());
        }

        private static String value(Optional<ReplicaEntry<String>> entry) {
            return entry.map(ReplicaEntry::value).orElse("-");
        }

        /** What the replica is, by what this was told. */
        List<String> replayed() {
            Map<String, String> values = new HashMap<>();
            snapshots.forEach(snapshot -> snapshot.forEach(
                    line -> values.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1))));
            for (ReplicaChanges<String> set : changes) {
                for (ReplicaChange<String> change : set) {
                    assertThat(change.before().map(ReplicaEntry::value))
                            .isEqualTo(Optional.ofNullable(values.get(change.key())));
                    change.after()
                            .ifPresentOrElse(
                                    entry -> values.put(change.key(), entry.value()),
                                    () -> values.remove(change.key()));
                }
            }
            return new TreeMap<>(values)
                    .entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList();
        }
    }
}
