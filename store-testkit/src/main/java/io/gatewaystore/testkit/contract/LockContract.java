package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.coordination.HeldLock;
import io.gatewaystore.coordination.StoreLock;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.LockLostException;
import io.gatewaystore.error.SessionLostException;
import io.gatewaystore.session.Session;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Locks.
 *
 * <ul>
 *   <li>A lock has one holder at a time, and the next one is who has waited longest. Tokens rise from holder to holder.
 *   <li>A wait that is given up, interrupted or failed leaves nothing behind.
 *   <li>A lock is lost with its session, or when its ticket is deleted; the holder is told.
 *   <li>A fenced view does what its store does while the lock is held; after that every write through it fails, by whichever verb or view, and writes nothing.
 *   <li>A task whose lock is lost is interrupted.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Needs(Capability.TTL)
public abstract class LockContract extends Concept {

    private static final Duration LONG = Duration.ofHours(1);
    private static final String NAME = "locks/job";

    LockContract() {}

    private StoreLock lock() {
        return StoreLock.on(store.openSession(LONG), NAME);
    }

    private StoreLock lockOfAnother() {
        return StoreLock.on(another().openSession(LONG), NAME);
    }

    private List<Entry> tickets() {
        return store.list(KeyRange.directory(NAME)).entries();
    }

    private void awaitTickets(int count) {
        eventually().untilAsserted(() -> assertThat(tickets()).hasSize(count));
    }

    /** Has somebody wait who is the last in the queue. */
    private CompletableFuture<HeldLock> waiting(StoreLock lock) {
        int before = tickets().size();
        CompletableFuture<HeldLock> waiter = CompletableFuture.supplyAsync(lock::acquire, LockContract::onAThread);
        awaitTickets(before + 1);
        return waiter;
    }

    private static void onAThread(Runnable task) {
        new Thread(task).start();
    }

    @Test
    void haveOneHolderAtATime() {
        StoreLock other = lockOfAnother();
        HeldLock held = lock().acquire();
        assertThat(held.isHeld()).isTrue();
        assertThat(held.remaining()).isBetween(Duration.ofMinutes(50), LONG);

        assertThat(other.tryAcquire(Duration.ZERO)).isEmpty();
        assertThat(other.tryAcquire(Duration.ofMillis(20))).isEmpty();
        assertThat(tickets()).hasSize(1);

        held.close();
        assertThat(held.isHeld()).isFalse();
        assertThat(held.remaining()).isEqualTo(Duration.ZERO);
        HeldLock next = other.tryAcquire(Duration.ZERO).orElseThrow();
        assertThat(next.fencingToken()).isGreaterThan(held.fencingToken());
        next.close();
        assertThat(tickets()).isEmpty();
    }

    @Test
    void areGivenToWhoHasWaitedLongest() throws Exception {
        HeldLock held = lock().acquire();
        CompletableFuture<HeldLock> first = waiting(lockOfAnother());
        CompletableFuture<HeldLock> second = waiting(lockOfAnother());
        CompletableFuture<HeldLock> third = waiting(lock());

        held.close();
        HeldLock firstHeld = awaited(first);
        assertThat(second).isNotDone();
        firstHeld.close();
        HeldLock secondHeld = awaited(second);
        assertThat(third).isNotDone();
        secondHeld.close();
        HeldLock thirdHeld = awaited(third);

        assertThat(List.of(
                        held.fencingToken(),
                        firstHeld.fencingToken(),
                        secondHeld.fencingToken(),
                        thirdHeld.fencingToken()))
                .isSorted()
                .doesNotHaveDuplicates();
        thirdHeld.close();
    }

    @Test
    void areGivenOnWhenAWaiterInBetweenGivesUp() throws Exception {
        HeldLock held = lock().acquire();
        Session leaving = another().openSession(LONG);
        CompletableFuture<HeldLock> first = waiting(StoreLock.on(leaving, NAME));
        CompletableFuture<HeldLock> second = waiting(lockOfAnother());

        leaving.close();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(first::join)
                .withCauseInstanceOf(SessionLostException.class);
        assertThat(second).isNotDone();
        held.close();

        awaited(second).close();
    }

    @Test
    void areLeftInPeaceByAWaiterThatIsInterrupted() throws Exception {
        HeldLock held = lock().acquire();
        StoreLock other = lockOfAnother();
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                other.acquire();
                ended.complete(new AssertionError("acquired a lock that is held"));
            } catch (Throwable thrown) {
                interrupted.complete(Thread.currentThread().isInterrupted());
                ended.complete(thrown);
            }
        });
        waiter.start();
        awaitTickets(2);

        waiter.interrupt();

        assertThat(awaited(ended)).isInstanceOf(InterruptedStoreException.class);
        assertThat(awaited(interrupted)).isTrue();
        awaitTickets(1);
        held.close();
    }

    @TimedTest
    void areLostWithTheirSession() throws Exception {
        Session session = store.openSession(Duration.ofSeconds(2));
        HeldLock held = StoreLock.on(session, NAME).acquire();

        revoke(leaseOf(tickets().get(0).key()));
        eventually().untilAsserted(() -> {
            fixture.elapse(Duration.ofMillis(100));
            assertThat(held.isHeld()).isFalse();
        });

        awaited(held.lost());
        assertThat(held.remaining()).isEqualTo(Duration.ZERO);
        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> held.fenced().put("key", text("")));
        lockOfAnother().tryAcquire(Duration.ofSeconds(20)).orElseThrow().close();
        session.close();
    }

    @Test
    void areLostWhenTheirSessionIsClosed() throws Exception {
        Session session = store.openSession(LONG);
        HeldLock held = StoreLock.on(session, NAME).acquire();

        session.close();

        assertThat(held.isHeld()).isFalse();
        awaited(held.lost());
    }

    @Test
    void areLostWhenTheirTicketIsDeleted() throws Exception {
        HeldLock held = lock().acquire();

        store.deleteRange(KeyRange.directory(NAME));

        awaited(held.lost());
        assertThat(held.isHeld()).isFalse();
    }

    @Test
    void ignoreKeysWithoutASession() {
        store.put(NAME + "/note", text("somebody's"));

        lock().tryAcquire(Duration.ZERO).orElseThrow().close();

        assertThat(store.get(NAME + "/note")).isPresent();
    }

    @Test
    void letTheirHolderWriteByEveryVerb() {
        HeldLock held = lock().acquire();
        Store fenced = held.fenced();

        long put = fenced.put("put", text("1")).revision();
        assertThat(entry("put").modRevision()).isEqualTo(put);
        assertThat(fenced.create("put", text("2")))
                .isInstanceOfSatisfying(
                        WriteResult.Conflict.class,
                        conflict -> assertThat(conflict.current().orElseThrow().value())
                                .isEqualTo(text("1")));
        assertThat(fenced.replace("put", put, text("2")).isApplied()).isTrue();
        assertThat(fenced.replace("put", put, text("3")).isApplied()).isFalse();
        assertThat(fenced.update("put", old -> text(old.orElseThrow().toUtf8() + "+"))
                        .value())
                .isEqualTo(text("2+"));
        assertThat(fenced.put("put", text("kept"), WriteOptions.keepLease()).revision())
                .isPositive();
        assertThat(fenced.create("ttl", text(""), WriteOptions.ttl(LONG)).isApplied())
                .isTrue();
        assertThat(entry("ttl").leased()).isTrue();
        assertThat(fenced.deleteIf("put", put).isApplied()).isFalse();
        assertThat(fenced.delete("ttl").keys()).isEqualTo(1);
        assertThat(fenced.deleteRange(KeyRange.directory("nothing")).keys()).isZero();
        TxnResult then = fenced.commit(Txn.when(Compare.exists("put"))
                .then(Operation.put("txn", text("then")), Operation.get("put"))
                .otherwise(Operation.put("txn", text("otherwise"))));
        assertThat(then.succeeded()).isTrue();
        assertThat(then.entry(1).orElseThrow().value()).isEqualTo(text("kept"));
        TxnResult otherwise = fenced.commit(Txn.when(Compare.absent("put"))
                .then(Operation.put("txn", text("then")))
                .otherwise(Operation.put("txn", text("otherwise"))));
        assertThat(otherwise.succeeded()).isFalse();
        assertThat(entry("txn").value()).isEqualTo(text("otherwise"));
        assertThat(entry("txn").modRevision()).isEqualTo(otherwise.revision());
        assertThat(fenced.get("txn")).isPresent();
        held.close();
    }

    @Test
    void refuseEveryWriteOfAHolderThatLostThem() {
        long revision = store.put("there", text("before")).revision();
        HeldLock held = lock().acquire();
        Store fenced = held.fenced();
        store.deleteRange(KeyRange.directory(NAME));

        Map<String, Consumer<Store>> verbs = Map.ofEntries(
                Map.entry("put", view -> view.put("new", text(""))),
                Map.entry("put with a TTL", view -> view.put("new", text(""), WriteOptions.ttl(LONG))),
                Map.entry("put that keeps the lease", view -> view.put("there", text(""), WriteOptions.keepLease())),
                Map.entry("create", view -> view.create("new", text(""))),
                Map.entry("create of what is there", view -> view.create("there", text(""))),
                Map.entry("replace", view -> view.replace("there", revision, text(""))),
                Map.entry("replace of what has changed", view -> view.replace("there", 1, text(""))),
                Map.entry("delete", view -> view.delete("there")),
                Map.entry("deleteIf", view -> view.deleteIf("there", revision)),
                Map.entry("deleteRange", view -> view.deleteRange(KeyRange.all())),
                Map.entry("update", view -> view.update("there", old -> text(""))),
                Map.entry("update of a new key", view -> view.update("new", old -> text(""))),
                Map.entry("then", view -> view.commit(Txn.of(Operation.put("new", text(""))))),
                Map.entry(
                        "otherwise",
                        view -> view.commit(Txn.when(Compare.exists("new")).otherwise(Operation.put("new", text(""))))),
                Map.entry("typed", view -> view.typed(Codec.text()).put("new", "")),
                Map.entry(
                        "deadline",
                        view -> view.withDeadline(Duration.ofSeconds(30)).put("new", text(""))),
                Map.entry("namespace", view -> view.namespace("below").put("new", text(""))));
        verbs.forEach((name, verb) -> assertRefused(name, () -> verb.accept(fenced)));
        assertRefused("async", () -> join(fenced.async().put("new", text(""))));
        assertRefused(
                "async namespace", () -> join(fenced.async().namespace("below").delete("new")));
        assertRefused("blocking view of async", () -> fenced.async().blocking().put("new", text("")));

        assertThat(store.list(KeyRange.all()).entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.modRevision()).isEqualTo(revision));
        assertThat(fenced.get("there")).isPresent();
    }

    private static void assertRefused(String verb, ThrowingCallable write) {
        assertThatExceptionOfType(LockLostException.class).as(verb).isThrownBy(write);
    }

    private static void join(CompletableFuture<?> call) {
        try {
            call.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Test
    void keepIncrementsApart() {
        store.put("counter", number(0));
        List<CompletableFuture<Void>> nodes = new ArrayList<>();
        for (Store node : several()) {
            StoreLock lock = StoreLock.on(node.openSession(LONG), NAME);
            nodes.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 5; i++) {
                            lock.runLocked(held -> held.fenced()
                                    .put(
                                            "counter",
                                            number(1
                                                    + number(node.get("counter")
                                                            .orElseThrow()
                                                            .value()))));
                        }
                    },
                    LockContract::onAThread));
        }

        nodes.forEach(CompletableFuture::join);

        assertThat(number(entry("counter").value())).isEqualTo(5L * nodes.size());
        assertThat(tickets()).isEmpty();
    }

    @Test
    void areReleasedAfterATask() {
        StoreLock lock = lock();

        assertThat(lock.<Boolean, RuntimeException>runLocked(HeldLock::isHeld)).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> lock.runLocked(held -> {
                    throw new IllegalStateException("the task's own");
                }));

        assertThat(tickets()).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void interruptATaskWhenTheyAreLost() {
        CountDownLatch never = new CountDownLatch(1);

        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> lock().runLocked(held -> {
                    store.deleteRange(KeyRange.directory(NAME));
                    return never.await(20, TimeUnit.SECONDS);
                }))
                .withCauseInstanceOf(InterruptedException.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
