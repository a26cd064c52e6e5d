package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult.Applied;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.OperationResult;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Transactions: if every condition holds the first list of operations is run, else the second; all of it at one revision, or none.
 *
 * <ul>
 *   <li>Operations are run in order: a read sees the writes before it.
 *   <li>Conditions, those of nested transactions included, are decided on the state before the whole transaction.
 *   <li>All writes share the transaction's revision; one that writes nothing creates none.
 *   <li>A branch that would write a key twice is refused with {@link IllegalArgumentException}. The two branches of a nested transaction
 *       exclude each other, so both may write the same key.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class TransactionContract extends Concept {

    TransactionContract() {}

    @Test
    void runsTheFirstListIfEveryConditionHolds() {
        store.put("owner", text("me"));

        TxnResult result = store.commit(Txn.when(Compare.value("owner").equalTo(text("me")))
                .then(Operation.put("state", text("on")))
                .otherwise(Operation.put("state", text("off"))));

        assertThat(result.succeeded()).isTrue();
        assertThat(entry("state").value()).isEqualTo(text("on"));
    }

    @Test
    void runsTheSecondListIfOneConditionDoesNotHold() {
        store.put("owner", text("you"));

        TxnResult result = store.commit(
                Txn.when(Compare.exists("owner"), Compare.value("owner").equalTo(text("me")))
                        .then(Operation.put("state", text("on")))
                        .otherwise(Operation.get("owner")));

        assertThat(result.succeeded()).isFalse();
        assertThat(result.entry(0)).map(Entry::value).contains(text("you"));
        assertThat(store.get("state")).isEmpty();
    }

    @Test
    void writesEverythingAtOneRevision() {
        long before = store.put("gone", text("")).revision();

        TxnResult result = store.commit(
                Txn.of(Operation.put("a", text("1")), Operation.put("b", text("2")), Operation.delete("gone")));

        assertThat(result.revision()).isEqualTo(before + 1);
        assertThat(result.results().get(0)).isEqualTo(new OperationResult.Written(new Applied(result.revision())));
        assertThat(store.list(KeyRange.all()))
                .extracting(Entry::key, Entry::modRevision, Entry::createRevision)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", result.revision(), result.revision()),
                        org.assertj.core.groups.Tuple.tuple("b", result.revision(), result.revision()));
    }

    @Test
    void createsNoRevisionIfItWritesNothing() {
        long before = store.put("a", text("")).revision();

        TxnResult result =
                store.commit(Txn.when(Compare.exists("a")).then(Operation.get("a"), Operation.delete("absent")));

        assertThat(result.revision()).isEqualTo(before);
        assertThat(store.put("a", text("")).revision()).isEqualTo(before + 1);
    }

    @Test
    void readsWhatTheOperationsBeforeWrote() {
        store.put("d/a", text("old"));

        TxnResult result = store.commit(Txn.of(
                Operation.get("d/a"),
                Operation.put("d/a", text("new")),
                Operation.get("d/a"),
                Operation.list(KeyRange.directory("d")),
                Operation.put("d/b", text("more")),
                Operation.list(KeyRange.directory("d"))));

        assertThat(result.entry(0)).map(Entry::value).contains(text("old"));
        assertThat(result.entry(2)).map(Entry::value).contains(text("new"));
        assertThat(result.entry(2)).map(Entry::modRevision).contains(result.revision());
        assertThat(keys(result.listing(3))).containsExactly("d/a");
        assertThat(keys(result.listing(5))).containsExactly("d/a", "d/b");
    }

    @Test
    void countsWhatADeletionRemovedWhenItsTurnCame() {
        store.put("d/a", text(""));
        store.put("d/b", text(""));
        store.put("e", text(""));

        TxnResult result = store.commit(Txn.of(
                Operation.delete("e"), Operation.deleteRange(KeyRange.directory("d")), Operation.list(KeyRange.all())));

        assertThat(result.deleted(0)).isEqualTo(1);
        assertThat(result.deleted(1)).isEqualTo(2);
        assertThat(result.listing(2).entries()).isEmpty();
    }

    @Test
    void deletesRangesThatOverlapOnce() {
        store.put("d/a", text(""));

        TxnResult result = store.commit(
                Txn.of(Operation.deleteRange(KeyRange.directory("d")), Operation.deleteRange(KeyRange.prefix("d"))));

        assertThat(result.deleted(0)).isEqualTo(1);
        assertThat(result.deleted(1)).isZero();
    }

    @Test
    void runsNestedTransactions() {
        store.put("a", text("1"));

        TxnResult result = store.commit(Txn.of(
                Operation.nested(Txn.when(Compare.exists("a"))
                        .then(Operation.put("chosen", text("then")))
                        .otherwise(Operation.put("chosen", text("otherwise")))),
                Operation.nested(
                        Txn.when(Compare.exists("b")).otherwise(Operation.get("chosen"), Operation.get("a")))));

        assertThat(result.nested(0).succeeded()).isTrue();
        assertThat(result.nested(1).succeeded()).isFalse();
        assertThat(result.nested(1).entry(0)).map(Entry::value).contains(text("then"));
        assertThat(result.nested(1).entry(1)).map(Entry::value).contains(text("1"));
        assertThat(result.nested(0).revision()).isEqualTo(result.revision());
        assertThat(entry("chosen").modRevision()).isEqualTo(result.revision());
    }

    @Test
    void decidesNestedConditionsOnTheStateBeforeTheWholeTransaction() {
        TxnResult result = store.commit(Txn.of(
                Operation.put("a", text("1")),
                Operation.nested(Txn.when(Compare.absent("a"))
                        .then(Operation.get("a"))
                        .otherwise(Operation.put("wrong", text(""))))));

        assertThat(result.nested(1).succeeded()).isTrue();
        assertThat(result.nested(1).entry(0)).map(Entry::value).contains(text("1"));
        assertThat(store.get("wrong")).isEmpty();
    }

    @Test
    void refusesToWriteAKeyTwiceInOneBranch() {
        Operation put = Operation.put("d/a", text("1"));
        for (Operation again : List.of(
                put,
                Operation.delete("d/a"),
                Operation.deleteRange(KeyRange.directory("d")),
                Operation.nested(Txn.of(put)),
                Operation.nested(Txn.when(Compare.exists("x")).otherwise(Operation.delete("d/a"))))) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.commit(Txn.of(put, again)));
            assertThatIllegalArgumentException().isThrownBy(() -> store.commit(Txn.of(again, put)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.commit(Txn.when(Compare.exists("x")).otherwise(put, again)));
        }
        assertThat(store.count(KeyRange.all()).keys()).isZero();
    }

    @Test
    void writesAKeyInBranchesThatExcludeEachOther() {
        Operation put = Operation.put("a", text("1"));
        Operation delete = Operation.delete("a");

        store.commit(Txn.when(Compare.absent("a")).then(put).otherwise(delete));
        assertThat(store.get("a")).isPresent();

        store.commit(
                Txn.of(Operation.nested(Txn.when(Compare.absent("a")).then(put).otherwise(delete))));
        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void givesResultsByTheKindOfTheirOperation() {
        TxnResult result = store.commit(Txn.of(Operation.get("a")));

        assertThatIllegalArgumentException().isThrownBy(() -> result.listing(0));
        assertThatIllegalArgumentException().isThrownBy(() -> result.deleted(0));
        assertThatIllegalArgumentException().isThrownBy(() -> result.nested(0));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> result.entry(1));
    }

    @Test
    void doesNothingIfThereIsNothingToDo() {
        TxnResult result = store.commit(Txn.of());

        assertThat(result.succeeded()).isTrue();
        assertThat(result.results()).isEmpty();
    }

    /** Money moves between two accounts in both directions, and what each has in the end is what was moved there and not away. */
    @Test
    @Needs(Capability.SHARED_STATE)
    void losesNothingWhenManyTransactionsRace() {
        store.put("left", number(100));
        store.put("right", number(100));
        List<Store> stores = several();

        List<Integer> moves = Crowd.call(8, member -> {
            Store own = stores.get(member % stores.size());
            return IntStream.range(0, 10)
                    .map(i -> move(own, amount(member)) ? 1 : 0)
                    .sum();
        });

        long gained = IntStream.range(0, moves.size())
                .mapToLong(member -> moves.get(member) * amount(member))
                .sum();
        assertThat(number(entry("left").value())).isEqualTo(100 + gained);
        assertThat(number(entry("right").value())).isEqualTo(100 - gained);
        assertThat(entry("left").version() - 1)
                .isEqualTo(moves.stream().mapToInt(Integer::intValue).sum())
                .isPositive();
    }

    /** What one of the crowd moves: so much that nothing lost of the ten moves of each can be made up for by what is lost of others. */
    private static long amount(int member) {
        return (member % 2 == 0 ? 1 : -1) * (long) Math.pow(11, member);
    }

    private static boolean move(Store store, long amount) {
        TxnResult seen = store.commit(Txn.of(Operation.get("left"), Operation.get("right")));
        Entry left = seen.entry(0).orElseThrow();
        Entry right = seen.entry(1).orElseThrow();
        return store.commit(Txn.when(
                                Compare.modRevision("left").equalTo(left.modRevision()),
                                Compare.modRevision("right").equalTo(right.modRevision()))
                        .then(
                                Operation.put("left", number(number(left.value()) + amount)),
                                Operation.put("right", number(number(right.value()) - amount))))
                .succeeded();
    }
}
