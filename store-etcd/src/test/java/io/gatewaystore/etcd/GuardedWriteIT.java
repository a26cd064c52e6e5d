package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.Updated;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.session.Session;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.faults.Direction;
import io.gatewaystore.testkit.faults.FaultProxy;
import io.gatewaystore.testkit.faults.Traffic;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Compare.Relation;
import io.gatewaystore.txn.Compare.Target;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a write that names the modRevision it replaces, when its connection breaks before it is answered. */
class GuardedWriteIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    private FaultProxy proxy;
    private Store store;
    private Store other;
    private String key;
    private long guard;

    @BeforeEach
    void open(TestInfo test) {
        key = test.getDisplayName();
        proxy = FaultProxy.before(ETCD.member(0).endpoint());
        store = Store.open(StoreConfig.builder()
                .environment(ETCD.environment())
                .etcdHosts(proxy.endpoint())
                .requestTimeout(PATIENCE)
                .build());
        other = Store.open(ETCD.config());
        guard = store.put(key, Bytes.utf8("0")).revision();
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
        proxy.close();
    }

    private boolean isAt(String value) {
        return other.get(key)
                .filter(entry -> entry.value().toUtf8().equals(value))
                .isPresent();
    }

    /** Lets requests through, and their answers not. */
    private void loseAnswers() {
        proxy.set(Direction.TO_CLIENT, Traffic.stalled());
    }

    private void loseRequests() {
        proxy.set(Direction.TO_SERVER, Traffic.swallowed());
    }

    private void awaitLostRequest() {
        await().atMost(PATIENCE).until(() -> proxy.counts().bytesSwallowed() > 0);
    }

    private void breakConnectionsAndHeal() {
        proxy.disconnect();
        proxy.heal();
    }

    private static <T> T get(CompletableFuture<T> call) throws Exception {
        return call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static StoreException failure(CompletableFuture<?> call) {
        ExecutionException thrown = catchThrowableOfType(ExecutionException.class, () -> get(call));
        return (StoreException) thrown.getCause();
    }

    private CompletableFuture<WriteResult> replace(String value) {
        return store.async().replace(key, guard, Bytes.utf8(value));
    }

    @Test
    void isMadeAgainAndAppliedOnceIfItNeverArrived() throws Exception {
        loseRequests();
        CompletableFuture<WriteResult> write = replace("1");
        awaitLostRequest();

        breakConnectionsAndHeal();

        assertThat(get(write)).isInstanceOf(WriteResult.Applied.class);
        assertThat(other.get(key).orElseThrow().modRevision())
                .isEqualTo(get(write).revision());
        assertThat(other.get(key).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void isUnknownIfWhatIsThereMayBeItsOwn() {
        loseAnswers();
        CompletableFuture<WriteResult> write = replace("1");
        await().atMost(PATIENCE).until(() -> isAt("1"));

        breakConnectionsAndHeal();

        assertThat(failure(write).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure(write)).hasMessageContaining(key).hasMessageContaining("guard broken");
    }

    @Test
    void isAppliedIfWhatIsThereHangsOnItsOwnLease() throws Exception {
        EtcdBackend backend = store.unwrap(EtcdBackend.class).orElseThrow();
        Deadline deadline = Deadline.after(PATIENCE);
        long lease = backend.grantLease(Duration.ofMinutes(5), deadline).get();
        KeyRange only = KeyRange.single(key);
        Request.Txn guarded = new Request.Txn(
                List.of(new Compare(only, Target.MOD_REVISION, Relation.EQUAL, guard, Bytes.empty())),
                List.of(new Request.Put(Bytes.utf8(key), Bytes.utf8("1"), lease, false)),
                List.of(new Request.Range(only, 0, 0, false, Request.Shape.ENTRIES)));
        loseAnswers();
        CompletableFuture<Response.Txn> write = backend.txn(guarded, deadline);
        await().atMost(PATIENCE).until(() -> isAt("1"));

        breakConnectionsAndHeal();

        assertThat(get(write).succeeded()).isTrue();
        assertThat(get(write).revision()).isEqualTo(other.get(key).orElseThrow().modRevision());
    }

    /** What hangs on the lease of a session may have been left there by any write of it. */
    @Test
    void isUnknownIfWhatIsThereHangsOnTheLeaseOfItsSession() {
        Session session = store.openSession(Duration.ofMinutes(5));
        loseAnswers();
        CompletableFuture<WriteResult> write =
                store.async().replace(key, guard, Bytes.utf8("1"), WriteOptions.onSession(session));
        await().atMost(PATIENCE).until(() -> isAt("1"));

        breakConnectionsAndHeal();

        assertThat(failure(write).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void isAConflictIfSomebodyElseWasFaster() throws Exception {
        loseRequests();
        CompletableFuture<WriteResult> write = replace("1");
        awaitLostRequest();
        other.put(key, Bytes.utf8("2"));

        breakConnectionsAndHeal();

        assertThat(get(write))
                .isInstanceOfSatisfying(
                        WriteResult.Conflict.class,
                        conflict -> assertThat(
                                        conflict.current().orElseThrow().value().toUtf8())
                                .isEqualTo("2"));
    }

    @Test
    void isUnknownIfItMayHaveBeenOverwritten() {
        loseAnswers();
        CompletableFuture<WriteResult> write = replace("1");
        await().atMost(PATIENCE).until(() -> isAt("1"));
        other.put(key, Bytes.utf8("2"));

        breakConnectionsAndHeal();

        assertThat(failure(write).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void letsAnUpdateGoOn() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<Updated> update = store.async().update(key, value -> {
            if (calls.getAndIncrement() == 0) {
                loseRequests();
            }
            return Bytes.utf8(value.orElseThrow().toUtf8() + "u");
        });
        awaitLostRequest();
        other.put(key, Bytes.utf8("2"));

        breakConnectionsAndHeal();

        assertThat(get(update).value().toUtf8()).isEqualTo("2u");
        assertThat(calls).hasValue(2);
    }

    @Test
    void holdsForATransactionWithOtherWritesToo() throws Exception {
        loseRequests();
        CompletableFuture<TxnResult> txn = store.async()
                .commit(Txn.when(Compare.modRevision(key).equalTo(guard))
                        .then(Operation.put(key, Bytes.utf8("1")), Operation.put(key + "/more", Bytes.utf8("1"))));
        awaitLostRequest();

        breakConnectionsAndHeal();

        assertThat(get(txn).succeeded()).isTrue();
        assertThat(other.get(key + "/more").orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void isNotMadeAgainWithoutAGuard() {
        loseRequests();
        CompletableFuture<?> write = store.async().put(key, Bytes.utf8("1"));
        awaitLostRequest();

        breakConnectionsAndHeal();

        assertThat(failure(write).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(isAt("0")).isTrue();
    }
}
