package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult.Conflict;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.WatchOptions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Namespaces: a view of a store whose keys, ranges, watches and transactions are relative to a prefix. Nothing outside can be seen or
 * changed through it, least of all in a namespace whose name merely begins the same; every key that comes back is relative too.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class NamespaceContract extends Concept {

    private Store view;

    NamespaceContract() {}

    /** Neighbours before, after and around the view {@code n}. */
    @BeforeEach
    final void putNeighbours() {
        view = store.namespace("n");
        for (String neighbour : List.of("a", "n", "n!", "n!/a", "n0", "n0/a", "n2/a", "o")) {
            store.put(neighbour, text("outside"));
        }
    }

    @Test
    void putsItsKeysUnderItsName() {
        view.put("a", text("1"));

        assertThat(entry("n/a").value()).isEqualTo(text("1"));
        assertThat(view.get("a")).map(Entry::key).contains("a");
        assertThat(view.get("n/a")).isEmpty();
    }

    @Test
    void nestsAsIfTheNamesWereJoined() {
        view.namespace("deep/er").put("a", text("1"));

        assertThat(entry("n/deep/er/a").value()).isEqualTo(text("1"));
        assertThat(store.namespace("n/deep").get("er/a")).isPresent();
    }

    @Test
    void takesANameThatBeginsWithASlash() {
        store.namespace("/n").put("a", text("1"));

        assertThat(entry("/n/a").value()).isEqualTo(text("1"));
        assertThat(view.get("a")).isEmpty();
    }

    @Test
    void readsNothingFromOutside() {
        view.put("a", text("1"));

        assertThat(view.list(KeyRange.all())).extracting(Entry::key).containsExactly("a");
        assertThat(view.list(KeyRange.startingAt("\0"))).hasSize(1);
        assertThat(view.list(KeyRange.prefix("a"))).hasSize(1);
        assertThat(view.list(KeyRange.interval("\0", "\uDBFF\uDFFF"))).hasSize(1);
        assertThat(view.list(KeyRange.directory("a"))).isEmpty();
        assertThat(view.keys(KeyRange.all())).containsExactly("a");
        assertThat(view.count(KeyRange.all()).keys()).isEqualTo(1);
        assertThat(view.get("o")).isEmpty();
    }

    @Test
    void deletesNothingOutside() {
        view.put("a", text("1"));
        view.put("z", text("1"));
        long outside = store.count(KeyRange.all()).keys() - 2;

        assertThat(view.deleteRange(KeyRange.startingAt("b")).keys()).isEqualTo(1);
        assertThat(view.deleteRange(KeyRange.all()).keys()).isEqualTo(1);
        assertThat(view.delete("o").keys()).isZero();

        assertThat(store.count(KeyRange.all()).keys()).isEqualTo(outside);
    }

    @Test
    void showsConflictsWithRelativeKeys() {
        view.put("a", text("theirs"));

        assertThat(view.create("a", text("mine")))
                .asInstanceOf(type(Conflict.class))
                .satisfies(conflict ->
                        assertThat(conflict.current()).map(Entry::key).contains("a"));
        assertThat(view.create("o", text("mine")).isApplied()).isTrue();
        assertThat(entry("o").value()).isEqualTo(text("outside"));
    }

    @Test
    void keepsTransactionsInside() {
        var result = view.commit(Txn.when(
                        Compare.absent("o"), Compare.absent(KeyRange.all()), Compare.absent(KeyRange.startingAt("\0")))
                .then(
                        Operation.put("a", text("1")),
                        Operation.get("o"),
                        Operation.list(KeyRange.all()),
                        Operation.deleteRange(KeyRange.startingAt("b")),
                        Operation.nested(Txn.when(Compare.absent("n0/a")).then(Operation.put("a2/x", text("2"))))));

        assertThat(result.succeeded()).isTrue();
        assertThat(result.entry(1)).isEmpty();
        assertThat(keys(result.listing(2))).containsExactly("a");
        assertThat(result.deleted(3)).isZero();
        assertThat(result.nested(4).succeeded()).isTrue();
        assertThat(store.get("n/a2/x")).isPresent();
    }

    @Test
    void tellsWatchersOfNothingOutside() {
        Recorder told = new Recorder();
        view.put("before", text("1"));
        view.watch(KeyRange.all(), WatchOptions.snapshotThenChanges().withPrevious(), told);

        store.put("n0/a", text("2"));
        store.put("n", text("2"));
        store.put("n!/z", text("2"));
        store.deleteRange(KeyRange.prefix("n2"));
        store.commit(Txn.of(Operation.put("n/a", text("inside")), Operation.put("o", text("2"))));
        view.delete("before");
        view.put("end", text(""));

        assertThat(told.awaitKey("end").story()).containsExactly("put a=inside", "delete before", "put end=");
        assertThat(keys(told.awaitFirst(io.gatewaystore.Listing.class))).containsExactly("before");
        assertThat(told.changes().get(1).previous()).map(Entry::key).contains("before");
    }

    @Test
    void updatesInside() {
        view.update("o", old -> old.isEmpty() ? text("new") : text("leaked"));

        assertThat(entry("n/o").value()).isEqualTo(text("new"));
    }

    @Test
    void keepsNamespacesApartWhoseNamesBeginTheSame() {
        Store other = store.namespace("n2");
        view.put("key", text("n"));
        other.put("key", text("n2"));

        view.deleteRange(KeyRange.all());

        assertThat(other.get("key")).map(Entry::value).contains(text("n2"));
    }

    @Test
    void refusesNamesThatAreNoPrefix() {
        for (String bad : List.of("", "/", "a/", "\uD83D")) {
            assertThatIllegalArgumentException().as("'%s'", bad).isThrownBy(() -> store.namespace(bad));
        }
    }
}
