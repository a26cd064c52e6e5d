package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Limits: what is too large fails with one type, {@link RequestTooLargeException}, is not sent, and leaves the store as it was. A value of a
 * mebibyte and a transaction of as many operations as the backend says it takes are not too large.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class LimitContract extends Concept {

    private static final Bytes MEBIBYTE = Bytes.copyOf(new byte[1 << 20]);

    LimitContract() {}

    @Test
    void takesAValueOfAMebibyte() {
        store.put("large", MEBIBYTE);

        assertThat(entry("large").value()).isEqualTo(MEBIBYTE);
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
