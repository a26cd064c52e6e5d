package io.gatewaystore.internal;

import static io.gatewaystore.internal.ScriptedBackend.grant;
import static io.gatewaystore.internal.ScriptedBackend.revoke;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.session.Registration;
import io.gatewaystore.session.Registration.State;
import io.gatewaystore.session.RegistrationEvent;
import io.gatewaystore.session.Session;
import io.gatewaystore.session.WhenHeld;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Registrations whose calls are answered late, or never, or when nobody waits for them any more. */
class SessionRegistrationTest {

    private static final Duration TTL = Duration.ofHours(1);
    private static final Bytes KEY = Bytes.utf8("node");
    private static final long LEASE = 7;
    private static final long NEXT_LEASE = 8;

    private final ScriptedBackend backend = new ScriptedBackend();
    private final AsyncStore store = backend.store();
    private final List<RegistrationEvent> told = new CopyOnWriteArrayList<>();
    private Session session;

    @BeforeEach
    void open() {
        session = opened(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Session opened(AsyncStore view) {
        CompletableFuture<Session> opened = view.openSession(TTL);
        backend.accept(grant(TTL)).answer(LEASE);
        return done(opened);
    }

    private static <T> T done(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private CompletableFuture<Registration> register(Session on) {
        return on.registerAsync("node", Bytes.utf8("1"), WhenHeld.FAIL, told::add);
    }

    private Registration registered() {
        CompletableFuture<Registration> begun = register(session);
        backend.acceptWatch().sink().created(1);
        answerLook(null);
        answerWrite(5);
        return done(begun);
    }

    private void answerLook(@Nullable RawEntry found) {
        answer(backend.accept(Requests.get(KEY)), found);
    }

    private static void answer(ScriptedBackend.Call look, @Nullable RawEntry found) {
        List<RawEntry> entries = found == null ? List.of() : List.of(found);
        look.answer(new Response.Range(9, entries, false, entries.size()));
    }

    private Request.Txn answerWrite(long revision) {
        ScriptedBackend.Call write = backend.accept();
        write.answer(new Response.Txn(revision, true, List.of(new Response.Put(revision))));
        return write.txn();
    }

    private static RawEntry onLease(long lease) {
        return new RawEntry(KEY, Bytes.utf8("1"), 5, 5, 1, lease);
    }

    private static Request.Txn deletion(long modRevision) {
        return Requests.onlyIf(Requests.unchanged(KEY, modRevision), new Request.Delete(Requests.single(KEY)));
    }

    private void awaitNoWatch() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> backend.openWatches() == 0);
    }

    private void loseTheLease() {
        var write = store.put("other", Bytes.empty(), WriteOptions.onSession(session));
        backend.accept().fail(new LeaseNotFoundException("lease 7", null));
        assertThat(write).isCompletedExceptionally();
        backend.accept(revoke(LEASE)).answer(6L);
        backend.accept(grant(TTL)).answer(NEXT_LEASE);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void failByTheDeadlineIfTheStoreDoesNotAnswer() {
        Session impatient = opened(store.withDeadline(Duration.ofMillis(50)));
        CompletableFuture<Registration> begun = register(impatient);
        backend.acceptWatch();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> begun.get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(DeadlineExceededException.class)
                .withMessageContaining("'node'");
        answerLook(null);
        awaitNoWatch();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void endAndTakeTheirKeyAwayWhenNobodyWaitsForThemAnyMore() {
        CompletableFuture<Registration> begun = register(session);
        backend.acceptWatch().sink().created(1);
        answerLook(null);
        ScriptedBackend.Call write = backend.accept();
        begun.cancel(false);
        write.answer(new Response.Txn(5, true, List.of(new Response.Put(5))));

        answerLook(onLease(LEASE));
        assertThat(answerWrite(6)).isEqualTo(deletion(5));
        awaitNoWatch();
        assertThat(registered().state()).isEqualTo(State.REGISTERED);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void takeTheirKeyAwayIfTheyEndWhileItIsBeingWritten() {
        CompletableFuture<Registration> begun = register(session);
        ScriptedBackend.Begun watch = backend.acceptWatch();
        watch.sink().created(1);
        answerLook(null);
        ScriptedBackend.Call write = backend.accept();
        watch.sink().failed(new PermissionDeniedException("not any more", null));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> begun.get(20, TimeUnit.SECONDS))
                .withCauseInstanceOf(PermissionDeniedException.class);
        write.answer(new Response.Txn(5, true, List.of(new Response.Put(5))));

        answerLook(onLease(LEASE));
        assertThat(answerWrite(6)).isEqualTo(deletion(5));
    }

    /** The read was made before the loss, and is answered when that has been got over. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void takeTheirOwnKeyOnTheLeaseOfBeforeForNobodyElses() {
        Registration registration = registered();
        CompletableFuture<Void> set = registration.setValueAsync(Bytes.utf8("2"));
        ScriptedBackend.Call look = backend.accept(Requests.get(KEY));
        loseTheLease();

        answer(look, onLease(LEASE));
        Request.Txn replacement = backend.accept().txn();
        assertThat(replacement.compares()).containsExactly(Requests.unchanged(KEY, 5));
        assertThat(registration.state()).isEqualTo(State.HEALING);
        assertThat(told).doesNotContain(RegistrationEvent.HELD);
        assertThat(set).isNotDone();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void leaveTheKeyToASuccessorOnTheSameSession() {
        Registration first = registered();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(first::close);
        ScriptedBackend.Call look = backend.accept(Requests.get(KEY));
        CompletableFuture<Registration> second = register(session);
        ScriptedBackend.Begun watch = backend.acceptWatch();
        answer(look, onLease(LEASE));
        watch.sink().created(9);

        answerLook(onLease(LEASE));
        assertThat(answerWrite(10).then()).singleElement().isInstanceOf(Request.Put.class);
        assertThat(done(second).state()).isEqualTo(State.REGISTERED);
        done(closed);
        assertThat(backend.isIdle()).isTrue();
    }

    @Test
    void refuseToHaveNoValueAndGoOn() {
        Registration registration = registered();

        assertThatNullPointerException().isThrownBy(() -> registration.setValueAsync(null));

        CompletableFuture<Void> set = registration.setValueAsync(Bytes.utf8("2"));
        answerLook(onLease(LEASE));
        answerWrite(10);
        done(set);
    }
}
