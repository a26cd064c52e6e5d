package io.gatewaystore.internal;

import static io.gatewaystore.internal.ScriptedBackend.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.session.Session;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a session deletes from its lease, when writes and the look at the lease meet. */
class LeaseSweepTest {

    private static final Duration TTL = Duration.ofSeconds(2);
    private static final long LEASE = 7;
    private static final String RENEWAL = "renew " + LEASE;
    private static final String KEYS = "keys of " + LEASE;
    private static final Bytes KEY = Bytes.utf8("key");

    private final ScriptedBackend backend = new ScriptedBackend();
    private final AsyncStore store = backend.store();
    private Session session;

    @BeforeEach
    void open() {
        CompletableFuture<Session> opened = store.openSession(TTL);
        backend.accept(grant(TTL)).answer(LEASE);
        session = opened.join();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private CompletableFuture<WriteResult.Applied> put() {
        return store.put("key", Bytes.utf8("1"), WriteOptions.onSession(session));
    }

    private static RawEntry entry(long modRevision) {
        return new RawEntry(KEY, Bytes.utf8("1"), modRevision, modRevision, 1, LEASE);
    }

    private void renew() {
        backend.accept(RENEWAL).answer(TTL);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void leavesAloneWhatIsBeingWritten() {
        CompletableFuture<WriteResult.Applied> put = put();
        ScriptedBackend.Call call = backend.accept();
        assertThat(call.put().sharedLease()).isTrue();

        renew();
        backend.accept(KEYS).answer(List.of(KEY));
        call.answer(new Response.Put(5));

        renew();
        backend.accept(KEYS).answer(List.of(KEY));
        assertThat(put.join().revision()).isEqualTo(5);
        backend.accept(RENEWAL);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void leavesAloneWhatBeganToBeWrittenWhileItLooked() {
        renew();
        backend.accept(KEYS).answer(List.of(KEY));
        ScriptedBackend.Call look = backend.accept(Requests.get(KEY));
        CompletableFuture<WriteResult.Applied> put = put();
        backend.accept().answer(new Response.Put(6));
        look.answer(new Response.Range(6, List.of(entry(6)), false, 1));

        backend.accept(RENEWAL);
        assertThat(put).isCompleted();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void deletesWhatItDoesNotKnowIfNobodyHasWrittenItSince() {
        renew();
        backend.accept(KEYS).answer(List.of(KEY));
        backend.accept(Requests.get(KEY)).answer(new Response.Range(3, List.of(entry(3)), false, 1));

        Request.Txn deletion = backend.accept().txn();
        assertThat(deletion)
                .isEqualTo(Requests.onlyIf(Requests.unchanged(KEY, 3), new Request.Delete(Requests.single(KEY))));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void leavesAloneWhatHangsOnAnotherLeaseByNow() {
        renew();
        backend.accept(KEYS).answer(List.of(KEY));
        RawEntry elsewhere = new RawEntry(KEY, Bytes.empty(), 3, 3, 1, LEASE + 1);
        backend.accept(Requests.get(KEY)).answer(new Response.Range(3, List.of(elsewhere), false, 1));

        backend.accept(RENEWAL);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void takesAWriteThatWasCancelledForALeftover() {
        CompletableFuture<WriteResult.Applied> put = put();
        backend.accept();
        put.cancel(false);

        renew();
        backend.accept(KEYS).answer(List.of(KEY));
        backend.accept(Requests.get(KEY));
    }
}
