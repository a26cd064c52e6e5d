package io.gatewaystore.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.testkit.faults.CallFault;
import io.gatewaystore.testkit.faults.Calls;
import io.gatewaystore.testkit.faults.FaultyStore;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchEvent;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a faulty store does to calls and watches, and what it really did to the state beneath. */
class FaultyStoreTest {

    private static final Duration LATE = Duration.ofMillis(200);

    private final MemoryCluster cluster = MemoryCluster.create();
    private final Store truth = cluster.open();
    private final FaultyStore faulty = FaultyStore.around(cluster.open());
    private final Store store = faulty.store();

    @AfterEach
    void close() {
        faulty.close();
        truth.close();
    }

    private static Bytes value(String text) {
        return Bytes.utf8(text);
    }

    private String there(String key) {
        return truth.get(key).map(entry -> entry.value().toUtf8()).orElse("nothing");
    }

    private StoreException failureOfPut(String key, String text) {
        StoreException failure = catchThrowableOfType(StoreException.class, () -> store.put(key, value(text)));
        assertThat(failure).as("failure of the put").isNotNull();
        return failure;
    }

    private static StoreException failure(CompletableFuture<?> call) {
        return (StoreException)
                catchThrowableOfType(ExecutionException.class, call::get).getCause();
    }

    private static void assertUnknown(ThrowingCallable write) {
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(write)
                .satisfies(failure -> assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @Test
    void passesEverythingOnWithoutAFault() {
        store.put("a", value("1"));

        assertThat(there("a")).isEqualTo("1");
        assertThat(store.get("a")).isEqualTo(truth.get("a"));
        assertThat(faulty.injected()).isZero();
    }

    @Test
    void refusesACallThatIsNotMadeThen() {
        faulty.next(Calls.writes(), CallFault.refused());

        StoreException failure = failureOfPut("a", "1");

        assertThat(failure).isInstanceOf(UnavailableException.class);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(there("a")).isEqualTo("nothing");
        store.put("a", value("2"));
        assertThat(there("a")).isEqualTo("2");
    }

    @Test
    void losesARequestOfWhichNobodyKnowsThatItIsLost() {
        faulty.next(Calls.writes(), CallFault.lostRequest());

        assertThat(failureOfPut("a", "1").outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(there("a")).isEqualTo("nothing");
    }

    @Test
    void losesTheAnswerOfAWriteThatWasApplied() {
        faulty.next(Calls.writes(), CallFault.lostAnswer());

        assertThat(failureOfPut("a", "1").outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(there("a")).isEqualTo("1");
    }

    @Test
    void losesTheAnswersOfEveryKindOfWrite() {
        Entry seen = seen("a");
        faulty.every(Calls.writes(), CallFault.lostAnswer());

        assertUnknown(() -> store.create("b", value("1")));
        assertUnknown(() -> store.replace(seen, value("2")));
        assertUnknown(() -> store.update("a", old -> value("3")));
        assertUnknown(() -> store.commit(Txn.of(Operation.put("c", value("1")))));

        assertThat(faulty.injected()).isEqualTo(4);
        assertThat(List.of(there("a"), there("b"), there("c"))).containsExactly("3", "1", "1");
        assertUnknown(() -> store.deleteRange(KeyRange.all()));
        assertThat(truth.count(KeyRange.all()).keys()).isZero();
    }

    private Entry seen(String key) {
        truth.put(key, value("1"));
        return truth.get(key).orElseThrow();
    }

    @Test
    void failsReadsAsNotApplied() {
        faulty.next(2, Calls.reads(), CallFault.lostAnswer());

        UnavailableException get = catchThrowableOfType(UnavailableException.class, () -> store.get("a"));
        UnavailableException list = catchThrowableOfType(UnavailableException.class, () -> store.list(KeyRange.all()));

        assertThat(get.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(list.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void letsAWriteThatWasHeldBackOverwriteWhatCameInBetween() {
        faulty.next(Calls.writes(), CallFault.heldBack());
        assertThat(failureOfPut("a", "held back").outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(there("a")).isEqualTo("nothing");
        store.put("a", value("in between"));

        assertThat(faulty.release()).isEqualTo(1);

        assertThat(there("a")).isEqualTo("held back");
        assertThat(faulty.release()).isZero();
    }

    @Test
    void letsAConditionalWriteThatWasHeldBackBeInVain() {
        Entry seen = seen("a");
        faulty.next(Calls.writes(), CallFault.heldBack());
        assertUnknown(() -> store.replace(seen, value("held back")));
        store.replace(seen, value("in between"));

        faulty.release();

        assertThat(there("a")).isEqualTo("in between");
    }

    @Test
    void delaysARequestAndKeepsTheOrderOfWrites() throws Exception {
        faulty.next(Calls.writes(), CallFault.lateRequest(LATE));
        long start = System.nanoTime();

        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            writes.add(store.async().put("a", value("" + i)));
        }
        assertThat(there("a")).isEqualTo("nothing");
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).get();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LATE);
        assertThat(there("a")).isEqualTo("19");
        assertThat(truth.get("a").orElseThrow().version()).isEqualTo(20);
    }

    @Test
    void delaysAnAnswerOfAWriteThatIsAppliedAtOnce() throws Exception {
        faulty.next(Calls.writes(), CallFault.lateAnswer(LATE));
        long start = System.nanoTime();

        CompletableFuture<?> write = store.async().put("a", value("1"));

        assertThat(there("a")).isEqualTo("1");
        write.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LATE);
    }

    @Test
    void endsLateCallsAtTheirDeadline() {
        Store hasty = store.withDeadline(Duration.ofSeconds(1));
        faulty.next(Calls.writes(), CallFault.lateRequest(Duration.ofHours(1)));
        CompletableFuture<?> neverMade = hasty.async().put("a", value("1"));
        // Its turn comes when the first has ended, which must not be before its own deadline.
        CompletableFuture<?> behind =
                store.withDeadline(Duration.ofMillis(50)).async().put("a", value("2"));
        faulty.next(Calls.writes(), CallFault.lateAnswer(Duration.ofHours(1)));
        CompletableFuture<?> made = hasty.async().put("b", value("1"));

        assertThat(failure(neverMade)).isInstanceOf(DeadlineExceededException.class);
        assertThat(failure(neverMade).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(failure(behind).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(failure(made).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(there("b")).isEqualTo("1");
    }

    @Test
    void neverMakesALateWriteThatWasCancelled() {
        faulty.next(Calls.writes(), CallFault.lateRequest(LATE));
        CompletableFuture<?> write = store.async().put("a", value("1"));

        write.cancel(false);

        store.put("b", value("1"));
        assertThat(there("b")).isEqualTo("1");
        assertThat(there("a")).isEqualTo("nothing");
    }

    @Test
    void choosesCallsByTheirKeys() {
        faulty.every(Calls.writes().within(KeyRange.directory("jobs")), CallFault.refused());

        store.put("other", value("1"));
        assertThat(failureOfPut("jobs/1", "1").outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(store.namespace("jobs").async().put("1", value("1"))).isCompletedExceptionally();
        assertThat(store.get("jobs/1")).isEmpty();

        faulty.heal();
        store.put("jobs/1", value("1"));
    }

    @Test
    void refusesLeases() {
        faulty.next(Calls.leases(), CallFault.refused());

        assertThat(catchThrowableOfType(
                                StoreException.class,
                                () -> store.put("a", value("1"), WriteOptions.ttl(Duration.ofSeconds(60))))
                        .outcome())
                .isEqualTo(Outcome.NOT_APPLIED);
        assertThat(there("a")).isEqualTo("nothing");
    }

    @Test
    void makesTheSameChoicesWithTheSameSeed() {
        List<Boolean> first = choices(7);

        assertThat(choices(7)).isEqualTo(first);
        assertThat(choices(8)).isNotEqualTo(first);
        assertThat(first).contains(true, false);
    }

    private static List<Boolean> choices(long seed) {
        try (FaultyStore random = FaultyStore.around(MemoryCluster.create().open())) {
            random.randomly(seed, 0.5, Calls.writes(), CallFault.lostAnswer(), CallFault.refused());
            List<Boolean> failed = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                failed.add(random.store().async().put("a", value("" + i)).isCompletedExceptionally());
            }
            return failed;
        }
    }

    @Test
    void tellsAWatchTheExactDifferenceWhenItsHistoryIsLost() {
        truth.put("a", value("1"));
        List<WatchEvent> told = new CopyOnWriteArrayList<>();
        store.watch(KeyRange.all(), WatchOptions.snapshotThenChanges(), new Telling(told));
        await().until(() -> told.size() == 1);

        faulty.loseHistory(Resync.Reason.COMPACTED);

        await().until(() -> told.size() == 2);
        assertThat(told.get(1)).isInstanceOfSatisfying(Resync.class, resync -> {
            assertThat(resync.reason()).isEqualTo(Resync.Reason.COMPACTED);
            assertThat(resync.current().entries()).extracting(Entry::key).containsExactly("a");
            assertThat(resync.changes()).isEmpty();
        });
        truth.put("b", value("1"));
        await().until(() -> told.size() == 3);
        assertThat(told.get(2)).isInstanceOf(ChangeSet.class);
    }

    @Test
    void keepsNamespaceAndDeadlineOfTheConfiguration() {
        StoreConfig config =
                StoreConfig.builder().environment(Map.of()).namespace("app").build();
        try (FaultyStore named = FaultyStore.around(cluster.open(), config)) {
            named.store().put("a", value("1"));
        }

        assertThat(there("app/a")).isEqualTo("1");
    }

    @Test
    void failsWhatIsLateWhenItIsClosedAndLeavesNoThreadBehind() {
        faulty.next(Calls.reads(), CallFault.lateRequest(Duration.ofSeconds(4)));
        CompletableFuture<?> read = store.async().get("a");

        faulty.close();

        assertThat(failure(read)).isInstanceOf(StoreClosedException.class);
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("gateway-store-faults"));
    }

    @Test
    void refusesFaultsThatMakeNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> faulty.next(0, Calls.all(), CallFault.refused()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faulty.randomly(1, 1.5, Calls.all(), CallFault.refused()));
        assertThatIllegalArgumentException().isThrownBy(() -> faulty.randomly(1, 0.5, Calls.all()));
        assertThatIllegalArgumentException().isThrownBy(() -> CallFault.lateAnswer(Duration.ZERO));
    }

    /** A listener that keeps what it is told. */
    private record Telling(List<WatchEvent> told) implements WatchListener {

        @Override
        public void onSnapshot(Listing snapshot) {
            told.add(new WatchEvent.Snapshot(snapshot));
        }

        @Override
        public void onChanges(ChangeSet changes) {
            told.add(changes);
        }

        @Override
        public void onResync(Resync resync) {
            told.add(resync);
        }
    }
}
