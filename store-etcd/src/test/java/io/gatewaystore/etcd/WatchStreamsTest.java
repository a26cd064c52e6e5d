package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.testkit.scripted.Ending;
import io.gatewaystore.testkit.scripted.ScriptedChange;
import io.gatewaystore.testkit.scripted.ScriptedEtcd;
import io.gatewaystore.testkit.scripted.ScriptedStream;
import io.gatewaystore.testkit.scripted.StatusCode;
import io.gatewaystore.testkit.scripted.WatchRequested;
import io.gatewaystore.watch.WatchState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Which stream a watch runs on, how up to date it says it is, and when a stream that says nothing is given up. */
class WatchStreamsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ScriptedEtcd etcd = ScriptedEtcd.start();
    private final HandTurnedTiming timing = new HandTurnedTiming();
    private final EtcdBackend backend = Backends.over(etcd, timing);
    private final RecordingSink sink = new RecordingSink();

    @AfterEach
    void close() {
        backend.close();
        etcd.close();
    }

    private BackendWatch watch(String directory, long startRevision, RecordingSink told) {
        return backend.watch(new Request.Watch(KeyRange.directory(directory), startRevision, false), told);
    }

    private BackendWatch watch(long startRevision) {
        return watch("a", startRevision, sink);
    }

    /** A watch that is told of changes as they happen, and its stream. */
    private ScriptedStream live(String directory) {
        RecordingSink told = new RecordingSink();
        watch(directory, 0, told);
        ScriptedStream stream = etcd.acceptStream();
        stream.created(stream.acceptCreate().watchId(), 20);
        told.await("created 20");
        return stream;
    }

    /** The first watch of a new stream, which etcd accepts at a revision. */
    private ScriptedStream acceptWatch(long revision) {
        ScriptedStream stream = etcd.acceptStream();
        stream.acceptCreate();
        stream.created(1, revision);
        return stream;
    }

    private void awaitPhase(BackendWatch watch, WatchState.Phase phase) {
        await().until(() -> watch.state().phase() == phase);
    }

    // --- which stream -------------------------------------------------------------------------------------------

    @Test
    void letsAWatchOfThePastCatchUpOnAnotherStreamThanTheLive() {
        live("b");
        BackendWatch late = watch(5);

        ScriptedStream catchingUp = etcd.acceptStream();
        assertThat(catchingUp.acceptCreate().startRevision()).isEqualTo(5);
        catchingUp.created(1, 20);
        awaitPhase(late, WatchState.Phase.CATCHING_UP);
        catchingUp.changes(1, ScriptedChange.put("a/x", 7));
        sink.await("7 [a/x]");
        assertThat(late.state()).isEqualTo(WatchState.catchingUp());
        catchingUp.changes(1, ScriptedChange.put("a/x", 20));

        awaitPhase(late, WatchState.Phase.LIVE);
    }

    @Test
    void asksAWatchWhoseRangeIsQuietWhetherItHasCaughtUp() {
        live("b");
        BackendWatch late = watch(5);
        ScriptedStream catchingUp = acceptWatch(20);
        sink.await("created 20");

        await().until(() -> {
            timing.pass(Duration.ofMillis(200));
            return !catchingUp.hasNoRequest();
        });
        assertThat(catchingUp.accept()).isEqualTo(new WatchRequested.Progress());
        assertThat(late.state()).isEqualTo(WatchState.catchingUp());
        catchingUp.progress(20);

        awaitPhase(late, WatchState.Phase.LIVE);
    }

    /** Its reports may overtake changes. It may be met long after the store was opened, as members are upgraded one by one. */
    @Test
    void doesNotAskAnEtcdThatReportsProgressOutOfOrder() {
        etcd.version("3.5.7");
        BackendWatch late = watch(5);
        ScriptedStream stream = acceptWatch(20);
        sink.await("created 20");

        assertThat(late.state()).isEqualTo(WatchState.live());
        late.requestProgress();
        timing.pass(Duration.ofSeconds(2));
        assertThat(stream.hasNoRequest()).isTrue();
    }

    @Test
    void letsAWatchOfTheFutureWaitOnAStreamOfItsOwn() {
        live("b");
        BackendWatch future = watch(500);

        ScriptedStream waiting = etcd.acceptStream();

        assertThat(waiting.acceptCreate().startRevision()).isEqualTo(500);
        waiting.created(1, 20);
        awaitPhase(future, WatchState.Phase.LIVE);
    }

    @Test
    void letsAWatchThatFollowsASnapshotBeLiveFromTheStart() {
        ScriptedStream live = live("b");

        BackendWatch watch = watch(21);

        // With a start that does not exist yet it would keep etcd from reporting progress to the others.
        assertThat(live.acceptCreate().startRevision()).isEqualTo(20);
        live.created(2, 20);
        awaitPhase(watch, WatchState.Phase.LIVE);
    }

    @Test
    void opensASecondStreamForMoreWatchesThanOneShouldHaveAndNoThird() {
        for (int i = 0; i < 2_500; i++) {
            watch("a", 0, new RecordingSink());
        }

        etcd.acceptStream();
        etcd.acceptStream();
        assertThat(etcd.hasNoStream()).isTrue();
    }

    // --- signs of life ------------------------------------------------------------------------------------------

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void asksAnIdleStreamForProgressAndIsContentWithTheAnswer() {
        ScriptedStream stream = live("a");

        for (int i = 0; i < 10; i++) {
            timing.pass(SECOND.multipliedBy(4));
            assertThat(stream.accept()).isEqualTo(new WatchRequested.Progress());
            timing.awaitReadingAfter(() -> stream.progress(20));
        }

        assertThat(stream.isCancelled()).isFalse();
    }

    @Test
    void givesAStreamUpThatDoesNotAnswerAndGoesOnElsewhere() {
        BackendWatch watch = watch(0);
        ScriptedStream mute = acceptWatch(20);
        sink.await("created 20");
        Instant heardLast = timing.now();

        timing.pass(SECOND.multipliedBy(4));
        timing.pass(SECOND.multipliedBy(2));
        assertThat(watch.state()).isEqualTo(WatchState.live());
        timing.pass(SECOND);

        assertThat(watch.state()).isEqualTo(WatchState.stale(heardLast));
        await().until(mute::isCancelled);
        timing.pass(SECOND);
        ScriptedStream next = etcd.acceptStream();
        assertThat(next.acceptCreate().startRevision()).isEqualTo(20);
        next.created(1, 20);
        awaitPhase(watch, WatchState.Phase.LIVE);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void doesNotTakeTheSilenceOfAStreamThatCannotAnswerForDeath() {
        BackendWatch watch = watch(500);
        ScriptedStream future = etcd.acceptStream();
        future.created(future.acceptCreate().watchId(), 20);
        awaitPhase(watch, WatchState.Phase.LIVE);

        for (int i = 0; i < 10; i++) {
            timing.pass(SECOND.multipliedBy(4).minusMillis(1));
            // Now the member is asked for anything, on the same connection, and answers.
            timing.awaitReadingAfter(() -> timing.pass(Duration.ofMillis(1)));
        }

        assertThat(future.isCancelled()).isFalse();
        assertThat(future.hasNoRequest()).isTrue();
    }

    @Test
    void givesAStreamUpThatCannotAnswerIfItsMemberAnswersNothingElse() {
        live("b");
        BackendWatch watch = watch(500);
        acceptWatch(20);
        sink.await("created 20");
        etcd.ignoreReads();

        timing.pass(SECOND.multipliedBy(4));
        timing.pass(SECOND.multipliedBy(3));

        awaitPhase(watch, WatchState.Phase.STALE);
    }

    // --- another history ----------------------------------------------------------------------------------------

    @Test
    void recognisesAnotherHistoryThatHasGrownPastTheOldByItsLastChange() {
        watch(0);
        ScriptedStream first = acceptWatch(20);
        first.changes(1, ScriptedChange.put("a/x", 21));
        sink.await("21 [a/x]");

        etcd.forgetChanges();
        etcd.remember(ScriptedChange.put("a/x", 21, "another value"));
        resumeAt(first, 30);

        assertThat(sink.await("lost HISTORY_REWOUND")).endsWith("21 [a/x]", "lost HISTORY_REWOUND");
    }

    @Test
    void recognisesAnotherHistoryByALastChangeThatWasADeletion() {
        watch(0);
        ScriptedStream first = acceptWatch(20);
        first.changes(1, ScriptedChange.delete("a/x", 21));
        sink.await("21 [a/x]");

        etcd.forgetChanges();
        resumeAt(first, 30);

        sink.await("lost HISTORY_REWOUND");
    }

    @Test
    void goesOnIfTheLastChangeIsWhereItWas() {
        watch(0);
        ScriptedStream first = acceptWatch(20);
        first.changes(1, ScriptedChange.put("a/x", 21), ScriptedChange.delete("a/y", 22));
        sink.await("22 [a/y]");

        ScriptedStream second = resumeAt(first, 30);
        second.changes(1, ScriptedChange.put("a/x", 31));

        assertThat(sink.await("31 [a/x]")).noneMatch(line -> line.startsWith("lost"));
    }

    @Test
    void recognisesAnotherHistoryThatForkedAfterTheLastChangeByTheProgressReportedSince() {
        watch(0);
        ScriptedStream first = acceptWatch(20);
        first.changes(1, ScriptedChange.put("a/x", 21));
        first.progress(40);
        sink.await("progress 40");

        etcd.revision(30);
        etcd.remember(ScriptedChange.put("a/x", 21));
        resumeAt(first, 30);

        sink.await("lost HISTORY_REWOUND");
    }

    @Test
    void recognisesAnotherHistoryThatForkedAfterTheLastChangeByWhatCallsWereAnsweredSince() {
        watch(0);
        ScriptedStream first = acceptWatch(20);
        first.changes(1, ScriptedChange.put("a/x", 21));
        sink.await("21 [a/x]");
        CompletableFuture<?> write = backend.put(
                new Request.Put(Bytes.utf8("b"), Bytes.utf8("1"), 0, false), Deadline.after(SECOND.multipliedBy(20)));
        etcd.acceptWrite().answer(40);
        assertThat(write).succeedsWithin(SECOND.multipliedBy(10));

        etcd.revision(30);
        etcd.remember(ScriptedChange.put("a/x", 21));
        resumeAt(first, 30);

        sink.await("lost HISTORY_REWOUND");
    }

    @Test
    void tellsNothingOfAnotherHistoryBeforeItIsRecognised() {
        watch(0);
        ScriptedStream first = acceptWatch(20);
        first.changes(1, ScriptedChange.put("a/x", 21));
        sink.await("21 [a/x]");
        etcd.forgetChanges();
        etcd.ignoreReads();

        ScriptedStream second = resumeAt(first, 30);
        second.changes(1, ScriptedChange.put("a/x", 31));
        etcd.answerReads();

        // The read that got no answer is repeated.
        await().until(() -> {
            timing.pass(SECOND);
            return sink.lines().contains("lost HISTORY_REWOUND");
        });
        assertThat(sink.lines()).containsExactly("created 20", "21 [a/x]", "lost HISTORY_REWOUND");
    }

    private ScriptedStream resumeAt(ScriptedStream first, long revision) {
        first.end(Ending.of(StatusCode.UNAVAILABLE));
        await().until(() -> {
            timing.pass(SECOND);
            return !etcd.hasNoStream();
        });
        return acceptWatch(revision);
    }
}
