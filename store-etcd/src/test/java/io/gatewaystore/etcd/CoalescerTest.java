package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.testkit.scripted.Ending;
import io.gatewaystore.testkit.scripted.ScriptedEtcd;
import io.gatewaystore.testkit.scripted.ScriptedWrite;
import io.gatewaystore.testkit.scripted.StatusCode;
import io.gatewaystore.txn.Compare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which operations travel together, and what becomes of each. Two writes that etcd leaves unanswered make the others wait. */
class CoalescerTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ScriptedEtcd etcd = ScriptedEtcd.start();
    private final HandTurnedTiming timing = new HandTurnedTiming();
    private final EtcdBackend backend = Backends.over(etcd, timing);
    private final List<CompletableFuture<?>> unanswered = new ArrayList<>();
    private ScriptedWrite first;

    @BeforeEach
    void leaveTwoUnanswered() {
        unanswered.add(put("first"));
        first = etcd.acceptWrite();
        unanswered.add(put("second"));
        etcd.acceptWrite();
    }

    @AfterEach
    void close() {
        backend.close();
        etcd.close();
    }

    private CompletableFuture<Response.Put> put(String key) {
        return put(key, Bytes.utf8("v"), LONG);
    }

    private CompletableFuture<Response.Put> put(String key, Bytes value, Duration deadline) {
        return backend.put(new Request.Put(Bytes.utf8(key), value, 0, false), Deadline.after(deadline));
    }

    private CompletableFuture<Response.Txn> replace(String key, boolean ownRevision) {
        Bytes raw = Bytes.utf8(key);
        Compare unchanged = new Compare(
                KeyRange.single(key), Compare.Target.MOD_REVISION, Compare.Relation.EQUAL, 3, Bytes.empty());
        Request.Range read = new Request.Range(KeyRange.single(key), 0, 0, false, Request.Shape.ENTRIES);
        Request.Put put = new Request.Put(raw, Bytes.utf8("v"), 0, false);
        return backend.txn(
                new Request.Txn(List.of(unchanged), List.of(put), List.of(read), ownRevision), Deadline.after(LONG));
    }

    private static StoreException failure(CompletableFuture<?> call) {
        ExecutionException thrown = catchThrowableOfType(ExecutionException.class, call::get);
        assertThat(thrown).cause().isInstanceOf(StoreException.class);
        return (StoreException) thrown.getCause();
    }

    @Test
    void travelTogetherWhenACallHasEnded() throws Exception {
        CompletableFuture<Response.Put> put = put("put");
        CompletableFuture<Response.Delete> delete =
                backend.delete(new Request.Delete(KeyRange.single("delete")), Deadline.after(LONG));
        CompletableFuture<Response.Txn> replace = replace("replace", false);
        assertThat(etcd.hasNoWrite()).isTrue();

        first.answer(5);
        ScriptedWrite together = etcd.acceptWrite();
        together.answer(7);

        assertThat(together.keys()).containsExactly("put", "delete", "replace");
        assertThat(put.get().revision()).isEqualTo(7);
        assertThat(delete.get()).isEqualTo(new Response.Delete(7, 1));
        assertThat(replace.get().revision()).isEqualTo(7);
        assertThat(replace.get().succeeded()).isTrue();
        assertThat(replace.get().responses()).containsExactly(new Response.Put(7));
    }

    @Test
    void travelWithWhatCallersAskForOnceTheyAreAnswered() {
        put("one").thenRun(() -> put("next"));
        put("other");
        first.answer(5);
        ScriptedWrite together = etcd.acceptWrite();
        put("waiting");
        assertThat(etcd.hasNoWrite()).isTrue();

        together.answer(7);

        assertThat(etcd.acceptWrite().keys()).containsExactly("waiting", "next");
    }

    @Test
    void travelWithWhatTheCallerOfALoneCallAsksFor() {
        unanswered.get(0).thenRun(() -> put("next"));
        put("waiting");
        assertThat(etcd.hasNoWrite()).isTrue();

        first.answer(5);

        assertThat(etcd.acceptWrite().keys()).containsExactly("waiting", "next");
    }

    @Test
    void waitNoLongerThanAMomentForCallsThatHang() throws Exception {
        CompletableFuture<Response.Put> one = put("one");
        CompletableFuture<Response.Put> other = put("other");

        timing.pass(Coalescer.LONGEST_WAIT);
        ScriptedWrite together = etcd.acceptWrite();
        together.answer(7);

        assertThat(together.keys()).containsExactly("one", "other");
        assertThat(one.get().revision()).isEqualTo(7);
        assertThat(other.get().revision()).isEqualTo(7);
        CompletableFuture<Response.Put> later = put("later");
        timing.pass(Coalescer.LONGEST_WAIT);
        etcd.acceptWrite().answer(8);
        assertThat(later.get().revision()).isEqualTo(8);
    }

    @Test
    void doNotWaitOnceTheirTransactionIsFull() {
        List<CompletableFuture<Response.Put>> puts =
                IntStream.range(0, 128).mapToObj(i -> put("key" + i)).toList();

        assertThat(etcd.acceptWrite().keys()).hasSize(127).doesNotContain("key127");
        assertThat(etcd.hasNoWrite()).isTrue();
        assertThat(puts).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void makeNoTransactionOfMoreThanAMegabyte() {
        Bytes large = Bytes.wrap(new byte[600 << 10]);
        CompletableFuture<Response.Put> one = put("one", large, LONG);
        CompletableFuture<Response.Put> other = put("other", large, LONG);

        assertThat(etcd.acceptWrite().keys()).containsExactly("one");
        assertThat(etcd.hasNoWrite()).isTrue();
        timing.pass(Coalescer.LONGEST_WAIT);
        assertThat(etcd.acceptWrite().keys()).containsExactly("other");
        assertThat(List.of(one, other)).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void areRefusedWhenSoMuchWaitsThatMemoryWouldFill() throws Exception {
        Bytes large = Bytes.wrap(new byte[1 << 20]);
        CompletableFuture<Response.Put> last = unanswered(large);
        while (!last.isDone()) {
            last = unanswered(large);
        }

        assertThat(unanswered).hasSizeBetween(60, 70);
        assertThat(failure(last))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("put 'large'")
                .hasMessageContaining("limit: 64 MiB");
        assertThat(failure(last).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        unanswered.remove(unanswered.size() - 1);
        etcd.acceptWrite().answer(7);
        await().until(() -> unanswered.stream().anyMatch(CompletableFuture::isDone));
        assertThat(unanswered(large)).isNotDone();
    }

    private CompletableFuture<Response.Put> unanswered(Bytes value) {
        CompletableFuture<Response.Put> put = put("large", value, LONG);
        unanswered.add(put);
        return put;
    }

    @Test
    void comeByThemselvesIfTheyBringTooMuchTogether() {
        etcd.ignoreReads();
        for (String key : List.of("first", "second", "one", "other")) {
            unanswered.add(backend.range(
                    new Request.Range(KeyRange.single(key), 0, 0, false, Request.Shape.ENTRIES), Deadline.after(LONG)));
        }
        timing.pass(Coalescer.LONGEST_WAIT);
        ScriptedWrite together = etcd.acceptWrite();

        together.end(Ending.of(StatusCode.RESOURCE_EXHAUSTED, "gRPC message exceeds maximum size 16777216: 20000000"));

        assertThat(together.keys()).containsExactly("one", "other");
        await().until(() -> etcd.readsIgnored() == 4);
        assertThat(unanswered).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void followOneAnotherIfTheyAreForOneKey() throws Exception {
        CompletableFuture<Response.Put> one = put("key", Bytes.utf8("1"), LONG);
        CompletableFuture<Response.Put> other = put("key", Bytes.utf8("2"), LONG);

        first.answer(5);
        ScriptedWrite earlier = etcd.acceptWrite();
        assertThat(earlier.value()).isEqualTo("1");
        assertThat(etcd.hasNoWrite()).isTrue();
        earlier.answer(6);
        ScriptedWrite later = etcd.acceptWrite();
        later.answer(7);

        assertThat(later.value()).isEqualTo("2");
        assertThat(one.get().revision()).isEqualTo(6);
        assertThat(other.get().revision()).isEqualTo(7);
    }

    @Test
    void areNotSentIfTheyAreCancelledBefore() {
        put("cancelled").cancel(false);
        CompletableFuture<Response.Put> put = put("put");

        first.answer(5);

        assertThat(etcd.acceptWrite().keys()).containsExactly("put");
        assertThat(put).isNotDone();
    }

    @Test
    void leaveTheOthersAloneIfTheyAreCancelledOnTheWay() throws Exception {
        CompletableFuture<Response.Put> cancelled = put("cancelled");
        CompletableFuture<Response.Put> put = put("put");
        first.answer(5);
        ScriptedWrite together = etcd.acceptWrite();

        cancelled.cancel(false);
        together.answer(7);

        assertThat(put.get().revision()).isEqualTo(7);
        assertThat(cancelled).isCancelled();
    }

    @Test
    void areMadeAgainOneByOneIfTheyAreRefusedTogether() throws Exception {
        CompletableFuture<Response.Put> forbidden = put("forbidden");
        CompletableFuture<Response.Put> allowed = put("allowed");
        Ending refusal = Ending.of(StatusCode.PERMISSION_DENIED, "etcdserver: permission denied");
        first.answer(5);
        etcd.acceptWrite().end(refusal);

        for (ScriptedWrite alone : List.of(etcd.acceptWrite(), etcd.acceptWrite())) {
            if (alone.keys().equals(List.of("forbidden"))) {
                alone.end(refusal);
            } else {
                alone.answer(8);
            }
        }

        assertThat(failure(forbidden))
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("forbidden");
        assertThat(allowed.get().revision()).isEqualTo(8);
    }

    @Test
    void areUnknownIfTheirTransactionIs() {
        CompletableFuture<Response.Put> one = put("one");
        CompletableFuture<Response.Put> other = put("other");
        first.answer(5);

        etcd.acceptWrite().end(Ending.of(StatusCode.UNAVAILABLE, "etcdserver: request timed out"));

        assertThat(failure(one).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure(other).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(etcd.hasNoWrite()).isTrue();
    }

    @Test
    void areEachToldWhatBecameOfThemselves() {
        CompletableFuture<Response.Put> put = put("this");
        CompletableFuture<Response.Delete> delete =
                backend.delete(new Request.Delete(KeyRange.single("that")), Deadline.after(LONG));
        first.answer(5);

        etcd.acceptWrite().end(Ending.of(StatusCode.UNAVAILABLE, "etcdserver: request timed out"));

        assertThat(failure(put))
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("put 'this': transaction of 2 writes at " + etcd.endpoint())
                .hasMessageContaining("request timed out")
                .hasMessageNotContaining("that");
        assertThat(failure(delete))
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("delete 'that': transaction of 2 writes")
                .hasMessageNotContaining("this");
    }

    @Test
    void areMadeAgainIfTheirTransactionIsUnknownAndTheyAreGuarded() throws Exception {
        CompletableFuture<Response.Put> put = put("put");
        CompletableFuture<Response.Txn> replace = replace("replace", false);
        first.answer(5);
        etcd.acceptWrite().end(Ending.of(StatusCode.UNAVAILABLE, "etcdserver: request timed out"));

        ScriptedWrite again = etcd.acceptWrite();
        again.answer(9);

        assertThat(again.keys()).containsExactly("replace");
        assertThat(replace.get().revision()).isEqualTo(9);
        assertThat(failure(put).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void stayUnknownIfTheNextCopyIsNotAppliedEither() {
        CompletableFuture<Response.Put> put = put("put");
        CompletableFuture<Response.Txn> replace = replace("replace", false);
        first.answer(5);
        etcd.acceptWrite().end(Ending.of(StatusCode.UNAVAILABLE, "etcdserver: request timed out"));

        etcd.acceptWrite().end(Ending.of(StatusCode.PERMISSION_DENIED, "etcdserver: permission denied"));

        assertThat(failure(replace).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(put).isCompletedExceptionally();
    }

    @Test
    void keepTheirOwnDeadlines() throws Exception {
        CompletableFuture<Response.Put> hasty = put("hasty", Bytes.utf8("v"), Duration.ofSeconds(5));
        CompletableFuture<Response.Put> patient = put("patient");
        first.answer(5);
        ScriptedWrite together = etcd.acceptWrite();

        timing.pass(Duration.ofSeconds(5));

        assertThat(failure(hasty)).isInstanceOf(DeadlineExceededException.class).hasMessageContaining("hasty");
        assertThat(failure(hasty).outcome()).isEqualTo(Outcome.UNKNOWN);
        together.answer(7);
        assertThat(patient.get().revision()).isEqualTo(7);
    }

    @Test
    void doNotShareARevisionThatIsToBeTheirOwn() throws Exception {
        CompletableFuture<Response.Put> put = put("put");
        CompletableFuture<Response.Txn> own = replace("own", true);

        ScriptedWrite alone = etcd.acceptWrite();
        alone.answer(7);

        assertThat(alone.keys()).containsExactly("own");
        assertThat(own.get().revision()).isEqualTo(7);
        assertThat(put).isNotDone();
    }

    @Test
    void failWhenTheStoreIsClosedBeforeTheyAreSent() {
        CompletableFuture<Response.Put> put = put("put");

        backend.close();

        assertThat(failure(put)).isInstanceOf(StoreClosedException.class);
        assertThat(failure(put).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        assertThat(failure(put("later"))).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void travelByThemselvesIfCoalescingIsSwitchedOff() {
        try (EtcdBackend plain = Backends.over(etcd.endpoint(), config -> config.coalescing(false))) {
            for (String key : List.of("a", "b", "c", "d")) {
                unanswered.add(
                        plain.put(new Request.Put(Bytes.utf8(key), Bytes.utf8("v"), 0, false), Deadline.after(LONG)));
                assertThat(etcd.acceptWrite().keys()).containsExactly(key);
            }
            assertThat(unanswered).noneMatch(CompletableFuture::isDone);
        }
    }
}
