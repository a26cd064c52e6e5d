package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.KeyRange;
import io.gatewaystore.config.Secret;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnexpectedAnswerException;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.status.StoreStatus;
import io.gatewaystore.testkit.scripted.Ending;
import io.gatewaystore.testkit.scripted.ScriptedChange;
import io.gatewaystore.testkit.scripted.ScriptedEtcd;
import io.gatewaystore.testkit.scripted.ScriptedStream;
import io.gatewaystore.testkit.scripted.StatusCode;
import io.gatewaystore.testkit.scripted.WatchRequested;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a watch goes on after its stream has ended, in every way a stream can end. */
class WatchResumeTest {

    private final ScriptedEtcd etcd = ScriptedEtcd.start();
    private final EtcdBackend backend = Backends.over(etcd);
    private final RecordingSink sink = new RecordingSink();

    @AfterEach
    void close() {
        backend.close();
        etcd.close();
    }

    private BackendWatch watch(long startRevision) {
        return backend.watch(new Request.Watch(KeyRange.directory("a"), startRevision, false), sink);
    }

    @Test
    void asksForALeaderAndForFragmentsUnderAnIdOfItsOwn() {
        watch(0);

        ScriptedStream stream = etcd.acceptStream();
        WatchRequested.Create create = stream.acceptCreate();
        assertThat(stream.header("hasleader")).contains("true");
        assertThat(create.watchId()).isEqualTo(1);
        assertThat(create.fragments()).isTrue();
    }

    @Test
    void keepsAnExplicitStartUntilSomethingWasDelivered() {
        watch(100);
        ScriptedStream first = etcd.acceptStream();
        first.acceptCreate();
        first.created(1, 1000);
        sink.await("created 1000");

        first.end(Ending.of(StatusCode.UNAVAILABLE));

        assertThat(etcd.acceptStream().acceptCreate().startRevision()).isEqualTo(100);
    }

    @Test
    void resumesAWatchFromNowAfterTheRevisionItWasAcceptedAt() {
        watch(0);
        ScriptedStream first = etcd.acceptStream();
        assertThat(first.acceptCreate().startRevision()).isZero();
        first.created(1, 50);
        sink.await("created 50");

        first.end(Ending.of(StatusCode.UNAVAILABLE));

        // The newest revision, whose changes would be dropped: for one that does not exist yet etcd would report no
        // progress.
        assertThat(etcd.acceptStream().acceptCreate().startRevision()).isEqualTo(50);
    }

    @Test
    void resumesAfterTheLastEventAndDropsRepetitions() {
        watch(50);
        ScriptedStream first = etcd.acceptStream();
        first.acceptCreate();
        first.created(1, 60);
        first.changes(1, ScriptedChange.put("a/x", 60));
        sink.await("60 [a/x]");
        first.end(Ending.of(StatusCode.UNAVAILABLE));

        ScriptedStream second = etcd.acceptStream();
        assertThat(second.acceptCreate().startRevision()).isEqualTo(60);
        second.created(1, 60);
        second.changes(1, ScriptedChange.put("a/x", 60));
        second.changes(1, ScriptedChange.put("a/y", 61));

        assertThat(sink.await("61 [a/y]")).containsExactly("created 60", "60 [a/x]", "created 60", "61 [a/y]");
    }

    @Test
    void resumesAfterTheProgressReported() {
        BackendWatch watch = watch(50);
        ScriptedStream first = etcd.acceptStream();
        first.acceptCreate();
        first.created(1, 60);
        sink.await("created 60");
        watch.requestProgress();
        first.accept();
        first.progress(70);
        sink.await("progress 70");

        first.end(Ending.of(StatusCode.UNAVAILABLE));

        assertThat(etcd.acceptStream().acceptCreate().startRevision()).isEqualTo(70);
    }

    @Test
    void doesNotMoveAWatchOfTheFutureByProgressBelowItsStart() {
        watch(500);
        ScriptedStream stream = etcd.acceptStream();
        stream.acceptCreate();
        stream.created(1, 60);
        stream.progress(70);
        stream.changes(1, ScriptedChange.put("a/x", 500));

        assertThat(sink.await("500 [a/x]")).containsExactly("created 60", "500 [a/x]");
    }

    static List<Ending> endings() {
        return List.of(
                Ending.of(StatusCode.OK),
                Ending.of(StatusCode.UNKNOWN, "?"),
                Ending.of(StatusCode.CANCELLED),
                Ending.of(StatusCode.RESOURCE_EXHAUSTED, "too many"),
                Ending.of(StatusCode.ABORTED),
                Ending.of(StatusCode.DEADLINE_EXCEEDED),
                Ending.of(StatusCode.INTERNAL),
                Ending.of(StatusCode.UNAVAILABLE),
                Ending.of(StatusCode.UNAVAILABLE, "etcdserver: no leader"));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void survivesEveryEndingOfAStream(Ending ending) {
        watch(10);
        ScriptedStream first = etcd.acceptStream();
        first.acceptCreate();
        first.created(1, 20);
        first.changes(1, ScriptedChange.put("a/x", 12));
        sink.await("12 [a/x]");

        first.end(ending);

        ScriptedStream second = etcd.acceptStream();
        assertThat(second.acceptCreate().startRevision()).isEqualTo(13);
        second.created(1, 20);
        second.changes(1, ScriptedChange.put("a/y", 13));
        assertThat(sink.await("13 [a/y]")).containsExactly("created 20", "12 [a/x]", "created 20", "13 [a/y]");
    }

    @Test
    void handsOverEachRevisionOfOneMessageByItself() {
        watch(10);
        ScriptedStream stream = etcd.acceptStream();
        stream.acceptCreate();
        stream.created(1, 20);

        stream.changes(1, ScriptedChange.put("a/x", 11), ScriptedChange.put("a/y", 11), ScriptedChange.put("a/x", 12));

        assertThat(sink.await("12 [a/x]")).containsExactly("created 20", "11 [a/x a/y]", "12 [a/x]");
    }

    @Test
    void keepsARevisionWholeThatCameInFragments() {
        watch(10);
        ScriptedStream stream = etcd.acceptStream();
        stream.acceptCreate();
        stream.created(1, 20);

        stream.fragment(1, ScriptedChange.put("a/w", 11), ScriptedChange.put("a/x", 12));
        stream.fragment(1, ScriptedChange.put("a/y", 12));
        stream.changes(1, ScriptedChange.put("a/z", 12));

        assertThat(sink.await("12 [a/x a/y a/z]")).containsExactly("created 20", "11 [a/w]", "12 [a/x a/y a/z]");
    }

    @Test
    void asksAgainForARevisionWhoseFragmentsDidNotAllCome() {
        watch(10);
        ScriptedStream first = etcd.acceptStream();
        first.acceptCreate();
        first.created(1, 20);
        first.fragment(1, ScriptedChange.put("a/w", 11), ScriptedChange.put("a/x", 12));
        sink.await("11 [a/w]");
        first.end(Ending.of(StatusCode.UNAVAILABLE));

        ScriptedStream second = etcd.acceptStream();
        assertThat(second.acceptCreate().startRevision()).isEqualTo(12);
        second.created(1, 20);
        second.changes(1, ScriptedChange.put("a/x", 12), ScriptedChange.put("a/y", 12));

        assertThat(sink.await("12 [a/x a/y]")).containsExactly("created 20", "11 [a/w]", "created 20", "12 [a/x a/y]");
    }

    /** A change set may be the one there is no memory for. */
    @Test
    void endsIfWhatItTellsCannotBeTaken() {
        CompletableFuture<StoreException> told = new CompletableFuture<>();
        backend.watch(new Request.Watch(KeyRange.directory("a"), 0, false), new WatchSink() {
            @Override
            public void created(long revision) {}

            @Override
            public void events(long revision, List<RawEvent> events) {
                throw new OutOfMemoryError("planted");
            }

            @Override
            public void progress(long revision) {}

            @Override
            public void historyLost(Resync.Reason reason) {}

            @Override
            public void failed(StoreException cause) {
                told.complete(cause);
            }
        });
        ScriptedStream stream = etcd.acceptStream();
        stream.acceptCreate();
        stream.created(1, 20);

        stream.changes(1, ScriptedChange.put("a/x", 21));

        assertThat(told.orTimeout(10, TimeUnit.SECONDS).join()).isInstanceOf(UnexpectedAnswerException.class);
    }

    @Test
    void reportsCompactedHistoryAndStops() {
        watch(10);
        ScriptedStream stream = etcd.acceptStream();
        stream.acceptCreate();
        stream.created(1, 20);

        stream.compacted(1, 15);

        assertThat(sink.await("lost COMPACTED")).containsExactly("created 20", "lost COMPACTED");
    }

    @Test
    void goesOnAfterACompactionThatTookNothingFromIt() {
        watch(50);
        ScriptedStream first = etcd.acceptStream();
        first.acceptCreate();
        first.created(1, 60);
        first.changes(1, ScriptedChange.put("a/x", 60));
        sink.await("60 [a/x]");
        first.end(Ending.of(StatusCode.UNAVAILABLE));
        ScriptedStream second = etcd.acceptStream();
        assertThat(second.acceptCreate().startRevision()).isEqualTo(60);
        second.created(1, 70);

        second.compacted(1, 61);

        WatchRequested.Create again = second.acceptCreate();
        assertThat(again.startRevision()).isEqualTo(61);
        second.created(again.watchId(), 70);
        second.changes(again.watchId(), ScriptedChange.put("a/y", 61));
        assertThat(sink.await("61 [a/y]"))
                .containsExactly("created 60", "60 [a/x]", "created 70", "created 70", "61 [a/y]");
    }

    @Test
    void reportsAnotherCluster() {
        watch(10);
        ScriptedStream first = etcd.acceptStream();
        first.acceptCreate();
        first.created(1, 20);
        sink.await("created 20");
        etcd.clusterId(8);
        first.end(Ending.of(StatusCode.UNAVAILABLE));

        ScriptedStream second = etcd.acceptStream();
        second.acceptCreate();
        second.created(1, 20);

        assertThat(sink.await("lost CLUSTER_CHANGED")).containsOnlyOnce("lost CLUSTER_CHANGED");
    }

    @Test
    void reportsAHistoryThatWentBack() {
        watch(0);
        ScriptedStream first = etcd.acceptStream();
        first.acceptCreate();
        first.created(1, 20);
        sink.await("created 20");
        etcd.revision(5);
        first.end(Ending.of(StatusCode.UNAVAILABLE));

        ScriptedStream second = etcd.acceptStream();
        second.acceptCreate();
        second.created(1, 5);

        assertThat(sink.await("lost HISTORY_REWOUND")).containsOnlyOnce("lost HISTORY_REWOUND");
    }

    @Test
    void doesNotTakeTheRevisionOfALostHistoryForTheStoresAnyMore() {
        watch(0);
        ScriptedStream first = etcd.acceptStream();
        first.acceptCreate();
        first.created(1, 20);
        sink.await("created 20");
        etcd.revision(5);
        first.end(Ending.of(StatusCode.UNAVAILABLE));
        ScriptedStream second = etcd.acceptStream();
        second.acceptCreate();
        second.created(1, 5);
        sink.await("lost HISTORY_REWOUND");

        StoreStatus.Builder status = StoreStatus.builder("etcd");
        backend.describe(status);

        assertThat(status.build().revision()).isEqualTo(5);
    }

    @Test
    void isNotLiveWhileEtcdRefusesItAndSaysWhy() {
        BackendWatch watch = watch(0);
        ScriptedStream stream = etcd.acceptStream();
        stream.acceptCreate();
        stream.created(1, 20);
        sink.await("created 20");
        assertThat(watch.state()).isEqualTo(WatchState.live());

        stream.refuse(1, "too many watches");

        await().until(() -> !watch.state().equals(WatchState.live()));
        StoreStatus.Builder status = StoreStatus.builder("etcd");
        backend.describe(status);
        assertThat(status.build().lastError())
                .hasValueSatisfying(error -> assertThat(error).contains("too many watches"));
    }

    @Test
    void waitsForAMemberThatIsMerelyBehind() {
        watch(0);
        ScriptedStream first = etcd.acceptStream();
        first.acceptCreate();
        first.created(1, 20);
        sink.await("created 20");
        etcd.revision(25);
        first.end(Ending.of(StatusCode.UNAVAILABLE));

        ScriptedStream second = etcd.acceptStream();
        second.acceptCreate();
        second.created(1, 5);
        second.changes(1, ScriptedChange.put("a/x", 21));

        assertThat(sink.await("21 [a/x]")).noneMatch(line -> line.startsWith("lost"));
    }

    @Test
    void reportsThatItMayNotWatch() {
        watch(0);
        ScriptedStream stream = etcd.acceptStream();
        stream.acceptCreate();

        stream.refuse(1, "rpc error: code = PermissionDenied desc = etcdserver: permission denied");

        sink.await("failed PermissionDeniedException");
    }

    @Test
    void findsTheWatchThatWasRefusedWithoutAnId() {
        RecordingSink accepted = new RecordingSink();
        backend.watch(new Request.Watch(KeyRange.directory("b"), 0, false), accepted);
        ScriptedStream stream = etcd.acceptStream();
        stream.acceptCreate();
        stream.created(1, 20);
        watch(0);
        stream.acceptCreate();

        stream.refuse(-1, "rpc error: code = PermissionDenied desc = etcdserver: permission denied");

        sink.await("failed PermissionDeniedException");
        assertThat(accepted.await("created 20")).containsExactly("created 20");
    }

    @Test
    void putsAllWatchesOnOneStreamAndCancelsThemSingly() {
        BackendWatch one = watch(0);
        RecordingSink other = new RecordingSink();
        BackendWatch two = backend.watch(new Request.Watch(KeyRange.directory("b"), 0, false), other);
        ScriptedStream stream = etcd.acceptStream();
        stream.acceptCreate();
        stream.acceptCreate();
        stream.created(1, 20);
        stream.created(2, 20);
        other.await("created 20");

        one.close();

        assertThat(stream.accept()).isEqualTo(new WatchRequested.Cancel(1));
        stream.changes(2, ScriptedChange.put("b/x", 21));
        other.await("21 [b/x]");
        two.close();
    }

    @Test
    void endsItsWatchesWhenTheBackendIsClosed() {
        watch(0);
        etcd.acceptStream().acceptCreate();

        backend.close();

        sink.await("failed StoreClosedException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rpc error: code = Unauthenticated desc = etcdserver: invalid auth token",
                "rpc error: code = InvalidArgument desc = etcdserver: revision of auth store is old"
            })
    void takesANewTokenWhenAWatchIsRefusedForTheOldOne(String reason) {
        try (EtcdBackend secured = Backends.over(
                "127.0.0.1:" + etcd.port(), config -> config.etcdUsername("u").etcdPassword(Secret.of("p")))) {
            secured.watch(new Request.Watch(KeyRange.directory("a"), 0, false), sink);
            ScriptedStream first = etcd.acceptStream();
            assertThat(first.header("token")).contains("token-1");
            first.acceptCreate();

            first.refuse(-1, reason);

            assertThat(etcd.acceptStream().header("token")).contains("token-2");
        }
    }

    @Test
    void isNotAddedTwiceToAStream() {
        watch(0);
        ScriptedStream first = etcd.acceptStream();
        first.acceptCreate();
        first.refuse(-1, "etcdserver: something passing");
        first.end(Ending.of(StatusCode.UNAVAILABLE));

        ScriptedStream second = etcd.acceptStream();
        second.acceptCreate();
        second.created(1, 20);

        await().during(Duration.ofMillis(2_500)).atMost(Duration.ofSeconds(4)).until(second::hasNoRequest);
    }

    @Test
    void doesNotSkipHistoryForProgressThatWasAskedForBeforeItWasAccepted() {
        RecordingSink other = new RecordingSink();
        BackendWatch asker = backend.watch(new Request.Watch(KeyRange.directory("b"), 0, false), other);
        watch(5);
        ScriptedStream stream = etcd.acceptStream();
        stream.acceptCreate();
        stream.acceptCreate();
        stream.created(1, 20);
        other.await("created 20");
        asker.requestProgress();
        assertThat(stream.accept()).isEqualTo(new WatchRequested.Progress());
        stream.created(2, 20);

        stream.progress(20);
        stream.changes(2, ScriptedChange.put("a/x", 7));

        assertThat(sink.await("7 [a/x]")).containsExactly("created 20", "7 [a/x]");
    }

    @Test
    void takesANewTokenWhenTheOldOneIsRefused() {
        try (EtcdBackend secured = Backends.over(
                "127.0.0.1:" + etcd.port(), config -> config.etcdUsername("u").etcdPassword(Secret.of("p")))) {
            secured.watch(new Request.Watch(KeyRange.directory("a"), 0, false), sink);
            ScriptedStream first = etcd.acceptStream();
            assertThat(first.header("token")).contains("token-1");

            first.end(Ending.of(StatusCode.UNAUTHENTICATED, "etcdserver: invalid auth token"));

            assertThat(etcd.acceptStream().header("token")).contains("token-2");
            await().until(() -> etcd.tokensFetched() == 2);
        }
    }
}
