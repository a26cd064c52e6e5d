package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.QuotaExceededException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.BackendStores;
import io.gatewaystore.testkit.scripted.Ending;
import io.gatewaystore.testkit.scripted.ScriptedChange;
import io.gatewaystore.testkit.scripted.ScriptedEtcd;
import io.gatewaystore.testkit.scripted.ScriptedStream;
import io.gatewaystore.testkit.scripted.ScriptedWrite;
import io.gatewaystore.testkit.scripted.StatusCode;
import io.gatewaystore.testkit.scripted.WatchRequested;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.Change;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store sees of a scripted etcd, and a scripted etcd of a store. */
class ScriptedEtcdTest {

    private final ScriptedEtcd etcd = ScriptedEtcd.start();
    private final Store store = BackendStores.over(
            Backends.over(etcd), StoreConfig.builder().environment(Map.of()).build());

    @AfterEach
    void close() {
        store.close();
        etcd.close();
    }

    @Test
    void answersReadsWithNothing() {
        etcd.revision(42);

        assertThat(store.list(KeyRange.all()).revision()).isEqualTo(42);
        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void endsReadsOrLeavesThemWithoutAnAnswer() {
        Store hasty = store.withDeadline(Duration.ofMillis(200));
        etcd.ignoreReads();
        assertThatExceptionOfType(DeadlineExceededException.class).isThrownBy(() -> hasty.get("a"));

        etcd.endReads(Ending.of(StatusCode.UNAVAILABLE, "etcdserver: leader changed"));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> hasty.get("a"))
                .withMessageContaining("leader changed");

        etcd.answerReads();
        assertThat(store.get("a")).isEmpty();
    }

    @Test
    void showsEveryKindOfWrite() {
        CompletableFuture<?> put = store.async().put("a", Bytes.utf8("1"));
        ScriptedWrite first = etcd.acceptWrite();
        assertThat(first.keys()).containsExactly("a");
        assertThat(first.value()).isEqualTo("1");
        first.answer(5);
        assertThat(put.join()).isEqualTo(new WriteResult.Applied(5));

        CompletableFuture<?> deletion = store.async().delete("a");
        etcd.acceptWrite().answer(6);
        assertThat(deletion.join()).hasToString("Deleted[revision=6, keys=1]");

        CompletableFuture<?> replacement = store.async().replace("b", 3, Bytes.utf8("2"));
        etcd.acceptWrite().answer(7);
        assertThat(replacement.join()).isEqualTo(new WriteResult.Applied(7));

        CompletableFuture<?> txn =
                store.async().commit(Txn.of(Operation.put("c", Bytes.utf8("3")), Operation.delete("d")));
        ScriptedWrite last = etcd.acceptWrite();
        assertThat(last.keys()).containsExactly("c", "d");
        last.answer(8);
        txn.join();
        assertThat(etcd.hasNoWrite()).isTrue();
    }

    @Test
    void endsWritesAsAsked() {
        CompletableFuture<?> put = store.async().put("a", Bytes.utf8("1"));

        etcd.acceptWrite().end(Ending.of(StatusCode.RESOURCE_EXHAUSTED, "etcdserver: mvcc: database space exceeded"));

        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(put::join)
                .withCauseInstanceOf(QuotaExceededException.class);
    }

    @Test
    void tellsOfChangesAndDeletions() {
        List<Change> told = new CopyOnWriteArrayList<>();
        store.async().watch(KeyRange.directory("a"), changes -> changes.forEach(told::add));
        ScriptedStream stream = etcd.acceptStream();
        WatchRequested.Create create = stream.acceptCreate();
        assertThat(create.range()).isEqualTo(KeyRange.directory("a"));
        assertThat(create.previous()).isFalse();
        stream.created(create.watchId(), 4);

        stream.changes(create.watchId(), ScriptedChange.put("a/x", 5, "new"), ScriptedChange.delete("a/y", 5));

        await().untilAsserted(() -> assertThat(told).hasSize(2));
        assertThat(told.get(0))
                .isInstanceOfSatisfying(
                        Change.Put.class,
                        put -> assertThat(put.entry().value().toUtf8()).isEqualTo("new"));
        assertThat(told.get(1)).isInstanceOf(Change.Delete.class);
        assertThat(stream.isCancelled()).isFalse();
    }
}
