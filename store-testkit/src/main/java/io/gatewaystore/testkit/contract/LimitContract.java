package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Limits: what is too large fails with one type, {@link RequestTooLargeException}, is not sent, and leaves the store as it was. A value of a
 * mebibyte, in every verb, and a transaction of as many operations as the backend says it takes are not too large.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class LimitContract extends Concept {

    private static final Bytes MEBIBYTE = Bytes.copyOf(new byte[1 << 20]);
    private static final Bytes OTHER_MEBIBYTE = Bytes.utf8("x".repeat(1 << 20));

    LimitContract() {}

    @Test
    void takesAValueOfAMebibyteInEveryVerb() {
        store.put("put", MEBIBYTE);
        store.put("put", OTHER_MEBIBYTE, WriteOptions.keepLease());
        store.put("kept", MEBIBYTE, WriteOptions.keepLease());
        store.create("created", MEBIBYTE);
        store.replace(entry("created"), OTHER_MEBIBYTE);
        store.replace("created", entry("created").modRevision(), OTHER_MEBIBYTE, WriteOptions.permanent());
        store.update("updated", old -> MEBIBYTE);
        store.update("updated", old -> OTHER_MEBIBYTE);
        store.commit(Txn.when(Compare.absent("committed"))
                .then(Operation.put("committed", OTHER_MEBIBYTE))
                .otherwise(Operation.get("committed")));

        assertThat(entry("kept").value()).isEqualTo(MEBIBYTE);
        for (String key : List.of("put", "created", "updated", "committed")) {
            assertThat(entry(key).value()).as(key).isEqualTo(OTHER_MEBIBYTE);
        }
    }

    @Test
    @Needs(Capability.TTL)
    void takesAValueOfAMebibyteWithATtl() {
        WriteOptions ttl = WriteOptions.ttl(Duration.ofHours(1));
        store.put("put", MEBIBYTE, ttl);
        store.put("put", OTHER_MEBIBYTE, WriteOptions.keepLease());
        store.create("created", MEBIBYTE, ttl);
        store.replace("created", entry("created").modRevision(), OTHER_MEBIBYTE, ttl);
        store.commit(Txn.of(Operation.put("committed", OTHER_MEBIBYTE, ttl)));

        for (String key : List.of("put", "created", "committed")) {
            assertThat(entry(key).value()).as(key).isEqualTo(OTHER_MEBIBYTE);
            assertThat(entry(key).leased()).as(key).isTrue();
        }
    }

    /** It has to be sent for both cases, of a key that exists and of one that does not. */
    @Test
    void countsAPutTwiceThatKeepsTheLeaseWithinATransaction() {
        Bytes half = Bytes.copyOf(new byte[MEBIBYTE.size() / 2]);
        store.commit(Txn.of(Operation.put("key", half, WriteOptions.keepLease())));

        assertThat(entry("key").value()).isEqualTo(half);
        assertTooLarge(() -> store.commit(Txn.of(Operation.put("key", MEBIBYTE, WriteOptions.keepLease()))));
    }

    /** Of the verbs that can be told from outside; an update writes as a replacement does. */
    @Test
    void takesTheLargestValueThatItDoesNotRefuse() {
        String key = "k".repeat(20_000);
        long revision = store.put(key, text("")).revision();

        assertLargestIsTaken((view, value) -> view.put(key, value));
        assertLargestIsTaken((view, value) -> view.put(key, value, WriteOptions.keepLease()));
        assertLargestIsTaken((view, value) -> view.create(key, value));
        assertLargestIsTaken((view, value) -> view.replace(key, revision, value));
        assertLargestIsTaken((view, value) ->
                view.commit(Txn.when(Compare.version(KeyRange.directory(key)).greaterThan(0))
                        .then(Operation.put(key, value), Operation.list(KeyRange.directory(key)))));
    }

    private void assertLargestIsTaken(BiConsumer<Store, Bytes> write) {
        // Sends nothing, so that a size can be asked for without a mebibyte travelling each time.
        Store hasty = store.withDeadline(Duration.ofNanos(1));
        int largest = MEBIBYTE.size();
        int tooLarge = backend().limits().requestBytes() + 1;
        while (tooLarge - largest > 1) {
            int middle = (largest + tooLarge) / 2;
            if (isRefused(() -> write.accept(hasty, Bytes.copyOf(new byte[middle])))) {
                tooLarge = middle;
            } else {
                largest = middle;
            }
        }
        int refused = tooLarge;

        write.accept(store, Bytes.copyOf(new byte[largest]));
        assertTooLarge(() -> write.accept(store, Bytes.copyOf(new byte[refused])));
    }

    private static boolean isRefused(Runnable write) {
        try {
            write.run();
            throw new AssertionError("written within a nanosecond");
        } catch (RequestTooLargeException refused) {
            return true;
        } catch (DeadlineExceededException notRefused) {
            return false;
        }
    }

    @Test
    void refusesAKeyThatIsTooLargeInEveryVerb() {
        String key = "k".repeat(backend().limits().requestBytes() + 1);
        KeyRange range = KeyRange.directory(key);

        assertTooLarge(() -> store.get(key));
        assertTooLarge(() -> store.list(range));
        assertTooLarge(() -> store.keys(range));
        assertTooLarge(() -> store.count(range));
        assertTooLarge(() -> store.put(key, text("")));
        assertTooLarge(() -> store.put(key, text(""), WriteOptions.keepLease()));
        assertTooLarge(() -> store.create(key, text("")));
        assertTooLarge(() -> store.replace(key, 1, text("")));
        assertTooLarge(() -> store.update(key, old -> text("")));
        assertTooLarge(() -> store.delete(key));
        assertTooLarge(() -> store.deleteIf(key, 1));
        assertTooLarge(() -> store.deleteRange(range));
        assertTooLarge(() -> store.commit(Txn.when(Compare.absent(key)).then(Operation.get("k"))));
        assertTooLarge(() -> store.watch(range, changes -> {}));
        assertTooLarge(() -> store.watch(range, WatchOptions.snapshotThenChanges(), changes -> {}));
    }

    /** A watch shares its way to the store with others. */
    @Test
    void endsNoOtherWatchByOneWhoseRangeIsTooLarge() {
        Recorder told = new Recorder();
        store.watch(KeyRange.all(), told);

        assertTooLarge(() ->
                store.watch(KeyRange.directory("k".repeat(backend().limits().requestBytes() + 1)), changes -> {}));
        store.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put end=");
        assertThat(told.told(Resync.class)).isEmpty();
    }

    @Test
    void refusesAValueThatIsTooLargeInEveryVerb() {
        long revision = store.put("key", text("small")).revision();
        Bytes tooLarge = Bytes.copyOf(new byte[backend().limits().requestBytes() + 1]);

        assertTooLarge(() -> store.put("key", tooLarge));
        assertTooLarge(() -> store.create("new", tooLarge));
        assertTooLarge(() -> store.replace("key", revision, tooLarge));
        assertTooLarge(() -> store.update("key", old -> tooLarge));
        assertTooLarge(() -> store.commit(Txn.of(Operation.put("key", tooLarge))));

        assertThat(entry("key").value()).isEqualTo(text("small"));
        assertThat(store.get("new")).isEmpty();
    }

    @Test
    void refusesATransactionWhoseValuesAreTooLargeTogether() {
        Bytes half = Bytes.copyOf(new byte[backend().limits().requestBytes() / 2]);

        assertTooLarge(() -> store.commit(Txn.of(Operation.put("a", half), Operation.put("b", half))));

        assertThat(store.count(KeyRange.all()).keys()).isZero();
    }

    @Test
    void takesAsManyOperationsAsItsLimitAndNoMore() {
        int limit = backend().limits().operations();

        assertThat(store.commit(Txn.of(puts(limit))).results()).hasSize(limit);
        assertTooLarge(() -> store.commit(Txn.of(puts(limit + 1))));
        assertTooLarge(() -> store.commit(Txn.when(Compare.exists("absent")).otherwise(puts(limit + 1))));

        assertThat(store.count(KeyRange.all()).keys()).isEqualTo(limit);
    }

    @Test
    void takesAsManyComparesAsItsLimitAndNoMore() {
        int limit = backend().limits().operations();

        assertThat(store.commit(Txn.when(compares(limit)).then(Operation.get("k")))
                        .succeeded())
                .isTrue();
        assertTooLarge(() -> store.commit(Txn.when(compares(limit + 1)).then(Operation.get("k"))));
    }

    @Test
    void countsTheOperationsOfNestedTransactions() {
        int limit = backend().limits().operations();

        assertThat(store.commit(Txn.of(Operation.nested(Txn.of(puts(limit - 1)))))
                        .succeeded())
                .isTrue();
        assertTooLarge(() -> store.commit(Txn.of(Operation.nested(Txn.of(puts(limit))))));
        assertTooLarge(() -> store.commit(Txn.of(Operation.nested(Txn.of(Operation.nested(Txn.of(puts(limit - 1))))))));

        assertThat(store.count(KeyRange.all()).keys()).isEqualTo(limit - 1);
    }

    private static Operation[] puts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Operation.put("k" + i, text("")))
                .toArray(Operation[]::new);
    }

    private static Compare[] compares(int count) {
        return IntStream.range(0, count).mapToObj(i -> Compare.absent("k" + i)).toArray(Compare[]::new);
    }

    private static void assertTooLarge(ThrowingCallable call) {
        assertThatExceptionOfType(RequestTooLargeException.class)
                .isThrownBy(call)
                .satisfies(failure -> {
                    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
                    assertThat(failure.isRetryable()).isFalse();
                    assertThat(failure).hasMessageContaining("limit");
                });
    }
}
