package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.WriteResult.Applied;
import io.gatewaystore.WriteResult.Conflict;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.spi.Response;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A write with a TTL takes two calls, which nothing may come between. */
class LeasedWriteTest {

    private static final Duration TTL = Duration.ofSeconds(30);

    private final ScriptedBackend backend = new ScriptedBackend();
    private final AsyncStore store = backend.store();

    @AfterEach
    void close() {
        store.close();
    }

    private CompletableFuture<Applied> put(String value) {
        return store.put("k", Bytes.utf8(value), WriteOptions.ttl(TTL));
    }

    @Test
    void holdsItsTurnFromTheGrantOn() {
        CompletableFuture<Applied> first = put("1");
        CompletableFuture<Applied> second = store.put("k", Bytes.utf8("2"));

        ScriptedBackend.Call grant = backend.accept(ScriptedBackend.grant(TTL));
        assertThat(backend.isIdle()).isTrue();
        grant.answer(7L);
        backend.accept(ScriptedBackend.put("k", "1", 7)).answer(new Response.Put(2));
        backend.accept(ScriptedBackend.put("k", "2", 0)).answer(new Response.Put(3));

        assertThat(first).isCompletedWithValue(new Applied(2));
        assertThat(second).isCompletedWithValue(new Applied(3));
    }

    @Test
    void getsItsLeaseOnlyWhenItsTurnHasCome() {
        store.put("k", Bytes.utf8("1"));
        put("2");

        ScriptedBackend.Call first = backend.accept(ScriptedBackend.put("k", "1", 0));
        assertThat(backend.isIdle()).isTrue();
        first.answer(new Response.Put(2));
        backend.accept(ScriptedBackend.grant(TTL));
    }

    @Test
    void leavesWhatItMayHaveWrittenToItsTtl() {
        CompletableFuture<Applied> unknown = put("1");
        backend.accept(ScriptedBackend.grant(TTL)).answer(7L);
        backend.accept().fail(new UnavailableException("gone", null, Outcome.UNKNOWN));
        CompletableFuture<Applied> cancelled = put("2");
        backend.accept(ScriptedBackend.grant(TTL)).answer(8L);
        ScriptedBackend.Call sent = backend.accept(ScriptedBackend.put("k", "2", 8));
        cancelled.cancel(false);

        assertThat(unknown).isCompletedExceptionally();
        assertThat(sent.answer()).isCancelled();
        assertThat(backend.isIdle()).isTrue();
    }

    @Test
    void givesItsLeaseBackIfItWasNotApplied() {
        put("1");
        backend.accept(ScriptedBackend.grant(TTL)).answer(7L);
        backend.accept().fail(new UnavailableException("never left", null, Outcome.NOT_APPLIED));

        backend.accept(ScriptedBackend.revoke(7));
    }

    @Test
    void givesItsLeaseBackIfItsConditionDidNotHold() {
        CompletableFuture<WriteResult> lost = store.create("k", Bytes.utf8("1"), WriteOptions.ttl(TTL));
        backend.accept(ScriptedBackend.grant(TTL)).answer(7L);
        backend.accept().answer(new Response.Txn(5, false, List.of(new Response.Range(5, List.of(), false, 0))));

        backend.accept(ScriptedBackend.revoke(7));
        assertThat(lost).isCompletedWithValue(new Conflict(5, Optional.empty()));
    }

    @Test
    void givesTheLeasesBackThatItHasWhenItIsWithdrawn() {
        Duration other = TTL.plusSeconds(1);
        CompletableFuture<?> write = store.commit(Txn.of(
                Operation.put("a", Bytes.empty(), WriteOptions.ttl(TTL)),
                Operation.put("b", Bytes.empty(), WriteOptions.ttl(other))));
        backend.accept(ScriptedBackend.grant(TTL)).answer(7L);
        ScriptedBackend.Call second = backend.accept(ScriptedBackend.grant(other));
        write.cancel(false);

        assertThat(second.answer()).isCancelled();
        backend.accept(ScriptedBackend.revoke(7));
        assertThat(backend.isIdle()).isTrue();
    }

    @Test
    void saysThatItWasNotAppliedIfItsLeaseIsUnknown() {
        for (StoreException failure : List.of(
                new DeadlineExceededException("late", null, Outcome.UNKNOWN),
                new StoreClosedException("closed", null, Outcome.UNKNOWN),
                new UnavailableException("gone", null, Outcome.UNKNOWN))) {
            CompletableFuture<Applied> write = put("1");
            backend.accept(ScriptedBackend.grant(TTL)).fail(failure);

            assertThatThrownBy(write::get)
                    .cause()
                    .isExactlyInstanceOf(failure.getClass())
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            thrown -> assertThat(thrown.outcome()).isEqualTo(Outcome.NOT_APPLIED))
                    .hasMessageContainingAll("'k'", failure.getMessage());
        }
    }

    @Test
    void getsAnotherLeaseForOneThatEndedBeforeItArrived() {
        CompletableFuture<Applied> write = put("1");
        backend.accept(ScriptedBackend.grant(TTL)).answer(7L);
        backend.accept(ScriptedBackend.put("k", "1", 7)).fail(new LeaseNotFoundException("no such lease", null));
        backend.accept(ScriptedBackend.revoke(7));
        backend.accept(ScriptedBackend.grant(TTL)).answer(8L);
        backend.accept(ScriptedBackend.put("k", "1", 8)).answer(new Response.Put(5));

        assertThat(write).isCompletedWithValue(new Applied(5));
        assertThat(backend.isIdle()).isTrue();
    }

    @Test
    void givesUpWhereNoLeaseIsEverFound() {
        CompletableFuture<Applied> write = put("1");
        for (long lease = 1; !write.isDone(); lease++) {
            backend.accept(ScriptedBackend.grant(TTL)).answer(lease);
            backend.accept(ScriptedBackend.put("k", "1", lease))
                    .fail(new LeaseNotFoundException("no such lease", null));
            backend.accept(ScriptedBackend.revoke(lease));
        }

        assertThatThrownBy(write::get).hasCauseInstanceOf(LeaseNotFoundException.class);
    }
}
