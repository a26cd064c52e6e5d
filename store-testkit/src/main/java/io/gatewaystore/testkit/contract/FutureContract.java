package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Updated;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The futures of an {@link AsyncStore}.
 *
 * <ul>
 *   <li>They fail with the store's exception itself, never wrapped. Mistakes in the arguments are thrown by the call.
 *   <li>Writes to one key are applied in the order they were submitted, whether or not anybody waits between them.
 *   <li>Cancelling a future withdraws what is not sent yet.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class FutureContract extends Concept {

    private AsyncStore async;

    FutureContract() {}

    @BeforeEach
    final void takeTheAsyncView() {
        async = store.async();
    }

    @Test
    void failWithTheExceptionItself() {
        Bytes tooLarge = Bytes.copyOf(new byte[backend().limits().requestBytes() + 1]);
        ReadOptions far = ReadOptions.atLeast(store.put("a", text("")).revision() + 1_000_000);

        assertThat(failure(async.get("a", far))).isExactlyInstanceOf(FutureRevisionException.class);
        assertThat(failure(async.list(KeyRange.all(), far))).isExactlyInstanceOf(FutureRevisionException.class);
        assertThat(failure(async.put("a", tooLarge))).isExactlyInstanceOf(RequestTooLargeException.class);
        assertThat(failure(async.create("b", tooLarge))).isExactlyInstanceOf(RequestTooLargeException.class);
        assertThat(failure(async.replace("a", 1, tooLarge))).isExactlyInstanceOf(RequestTooLargeException.class);
        assertThat(failure(async.commit(Txn.of(Operation.put("a", tooLarge)))))
                .isExactlyInstanceOf(RequestTooLargeException.class);
        assertThat(failure(async.update("a", old -> tooLarge))).isExactlyInstanceOf(RequestTooLargeException.class);

        store.close();

        assertThat(failure(async.get("a"))).isExactlyInstanceOf(StoreClosedException.class);
        assertThat(failure(async.put("a", text("")))).isExactlyInstanceOf(StoreClosedException.class);
        assertThat(failure(async.keys(KeyRange.all()))).isExactlyInstanceOf(StoreClosedException.class);
        Watch watch = async.watch(KeyRange.all(), changes -> {});
        assertThat(failure(watch.established())).isExactlyInstanceOf(StoreClosedException.class);
        assertThat(failure(watch.ended())).isExactlyInstanceOf(StoreClosedException.class);
    }

    @Test
    void areNotNeededToReportAMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> async.get(""));
        assertThatIllegalArgumentException().isThrownBy(() -> async.put("", text("")));
        assertThatIllegalArgumentException().isThrownBy(() -> async.replace("a", 0, text("")));
        assertThatIllegalArgumentException().isThrownBy(() -> async.commit(Txn.of(Operation.get(""))));
        assertThatIllegalArgumentException().isThrownBy(() -> async.namespace("/"));
    }

    @Test
    void applyWritesToOneKeyInTheOrderTheyWereSubmitted() {
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), told);
        List<CompletableFuture<?>> writes = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writes.add(async.put("key", number(i)));
            expected.add("put key=" + i);
        }
        writes.add(async.delete("key"));
        expected.add("delete key");
        writes.add(async.create("key", text("end")));
        expected.add("put key=end");
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();

        eventually().untilAsserted(() -> assertThat(told.story()).hasSize(expected.size()));
        assertThat(told.story()).isEqualTo(expected);
    }

    /** A write with a TTL takes more than one call. */
    @Test
    @Needs(Capability.TTL)
    void applyWritesWithAndWithoutATtlInTheOrderTheyWereSubmitted() {
        WriteOptions shortLived = WriteOptions.ttl(Duration.ofHours(1));
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), told);
        List<CompletableFuture<?>> writes = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            writes.add(async.put("key", text(i + "a"), shortLived));
            writes.add(async.put("key", text(i + "b")));
            writes.add(async.delete("key"));
            writes.add(async.create("key", text(i + "c"), shortLived));
            writes.add(async.commit(Txn.of(Operation.put("key", text(i + "d"), shortLived))));
            writes.add(async.put("key", text(i + "e"), WriteOptions.keepLease()));
            writes.add(async.put("key", text(i + "f")));
            expected.addAll(List.of("put key=" + i + "a", "put key=" + i + "b", "delete key"));
            expected.addAll(List.of("put key=" + i + "c", "put key=" + i + "d", "put key=" + i + "e"));
            expected.add("put key=" + i + "f");
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();

        eventually().untilAsserted(() -> assertThat(told.story()).hasSize(expected.size()));
        assertThat(told.story()).isEqualTo(expected);
        assertThat(entry("key").leased()).isFalse();
    }

    @Test
    void applyWritesOfAllViewsInOneOrder() {
        AsyncStore whole = root.async();
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            writes.add(i % 2 == 0 ? async.put("key", number(i)) : whole.put(namespace + "/key", number(i)));
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();

        assertThat(number(entry("key").value())).isEqualTo(99);
    }

    @Test
    void runManyCallsAtOnce() {
        List<CompletableFuture<?>> puts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            puts.add(async.put("key" + i, number(i)));
        }
        CompletableFuture.allOf(puts.toArray(CompletableFuture[]::new)).join();

        assertThat(async.count(KeyRange.all()).join().keys()).isEqualTo(500);
        assertThat(async.get("key499").join()).map(Entry::value).contains(number(499));
    }

    @Test
    void sendNothingMoreOnceTheyAreCancelled() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch returned = new CountDownLatch(1);
        CompletableFuture<Updated> update = async.update("key", old -> {
            entered.countDown();
            ListenerContract.awaitLatch(release);
            returned.countDown();
            return text("withdrawn");
        });
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), told);

        assertThat(update.cancel(false)).isTrue();
        release.countDown();
        assertThat(returned.await(20, TimeUnit.SECONDS)).isTrue();
        // What the update would have sent is sent before the end of ten others that begin now.
        for (int i = 0; i < 10; i++) {
            store.update("end", old -> number(old.map(Concept::number).orElse(0L) + 1));
        }
        told.awaitKey("end");

        assertThat(update).isCancelled();
        assertThat(told.story()).allMatch(line -> line.startsWith("put end="));
        assertThat(store.get("key")).isEmpty();
    }

    @Test
    void leaveTheWatchAloneThatTheyTellOf() {
        Recorder told = new Recorder();
        Watch watch = async.watch(KeyRange.all(), told);
        watch.established().cancel(true);
        watch.ended().cancel(true);
        assertThat(watch.established()).succeedsWithin(20, TimeUnit.SECONDS);
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put end=");
    }

    @Test
    void canBeCancelledAtAnyTime() {
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(async.put("key", number(i)));
        }
        calls.forEach(call -> call.cancel(true));

        assertThat(calls).allMatch(CompletableFuture::isDone);
        long after = store.put("key", text("after")).revision();
        Entry entry = entry("key");
        // A cancelled write that was under way has an unknown outcome: it may be applied now, or after the later one.
        assertThat(entry.modRevision()).isGreaterThanOrEqualTo(after);
        if (entry.modRevision() == after) {
            assertThat(entry.value()).isEqualTo(text("after"));
        }
        store.put("other", text("served"));
        assertThat(entry("other").value()).isEqualTo(text("served"));
    }

    private static Throwable failure(CompletableFuture<?> call) {
        return call.handle((value, thrown) -> thrown == null ? new AssertionError("it did not fail") : thrown)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
