package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.config.Secret;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.spi.BackendStores;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.testkit.scripted.ScriptedChange;
import io.gatewaystore.testkit.scripted.ScriptedEtcd;
import io.gatewaystore.testkit.scripted.ScriptedStream;
import io.gatewaystore.testkit.scripted.ScriptedWrite;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of calls and streams on connections whose place others take. */
class ReplacedConnectionsTest {

    private final ScriptedEtcd old = ScriptedEtcd.start();
    private final ScriptedEtcd next = ScriptedEtcd.start();
    private final IoThreads threads = new IoThreads();
    private final Transport transport =
            new Transport(Backends.config(Backends.hosts(old), config -> config), null, threads);
    private final EtcdBackend backend = new EtcdBackend(threads, transport);
    private final RecordingSink sink = new RecordingSink();

    @AfterEach
    void close() {
        backend.close();
        old.close();
        next.close();
    }

    private Connections to(String hosts, UnaryOperator<StoreConfig.Builder> settings) {
        return transport.connect(Backends.config(hosts, settings), null);
    }

    private Connections toNext() {
        return to(Backends.hosts(next), config -> config);
    }

    private CompletableFuture<Response.Put> put(String key, String value) {
        return backend.put(
                new Request.Put(Bytes.utf8(key), Bytes.utf8(value), 0, false), Deadline.after(Duration.ofSeconds(20)));
    }

    /** Keeps the old connections open, so that what ends does not end with them. */
    private void keepACallUnderWay() {
        assertThat(put("under way", "1")).isNotDone();
        old.acceptWrite();
    }

    @Test
    void letsACallEndWhereItBeganAndSendsLaterOnesElsewhere() {
        Connections before = transport.connections();
        CompletableFuture<Response.Put> underWay = put("a", "1");
        ScriptedWrite accepted = old.acceptWrite();

        transport.replace(toNext());
        CompletableFuture<Response.Put> later = put("b", "2");

        next.acceptWrite().answer(12);
        assertThat(later).succeedsWithin(Duration.ofSeconds(10));
        assertThat(underWay).isNotDone();
        assertThat(before.areClosed()).isFalse();
        accepted.answer(11);
        assertThat(underWay).succeedsWithin(Duration.ofSeconds(10));
        await().until(before::areClosed);
    }

    @Test
    void learnsNoRevisionFromConnectionsThatAreOnTrial() {
        Connections fresh = toNext();
        CompletableFuture<Response.Put> trial = transport.callOn(
                fresh,
                Procedures.PUT,
                Wire.put(new Request.Put(Bytes.utf8("a"), Bytes.utf8("1"), 0, false)),
                new Purpose("put", "a"),
                Deadline.after(Duration.ofSeconds(20)));
        next.acceptWrite().answer(99);
        assertThat(trial).succeedsWithin(Duration.ofSeconds(10));
        assertThat(transport.revision()).isZero();

        transport.replace(fresh);
        CompletableFuture<Response.Put> later = put("a", "2");
        next.acceptWrite().answer(100);

        assertThat(later).succeedsWithin(Duration.ofSeconds(10));
        assertThat(transport.revision()).isEqualTo(100);
    }

    @Test
    void keepsTheOrderOfWritesToAKeyAcrossConnections() {
        AsyncStore store = BackendStores.over(backend, Backends.config(Backends.hosts(old), config -> config))
                .async();
        CompletableFuture<?> first = store.put("a", Bytes.utf8("1"));
        ScriptedWrite accepted = old.acceptWrite();
        transport.replace(toNext());

        CompletableFuture<?> second = store.put("a", Bytes.utf8("2"));
        CompletableFuture<?> beside = store.put("b", Bytes.utf8("3"));

        ScriptedWrite arrived = next.acceptWrite();
        assertThat(arrived.value())
                .as("value of the first write on the new connections")
                .isEqualTo("3");
        arrived.answer(11);
        accepted.answer(12);
        next.acceptWrite().answer(13);
        assertThat(CompletableFuture.allOf(first, second, beside)).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void closesTheConnectionsOfBeforeAtOnceIfNothingUsesThem() {
        Connections before = transport.connections();

        transport.replace(toNext());

        assertThat(before.areClosed()).isTrue();
    }

    @Test
    void movesAWatchToWhereItLeftOff() {
        backend.watch(new Request.Watch(KeyRange.directory("a"), 0, false), sink);
        ScriptedStream first = old.acceptStream();
        first.acceptCreate();
        first.created(1, 50);
        first.changes(1, ScriptedChange.put("a/x", 51));
        sink.await("51 [a/x]");
        keepACallUnderWay();
        next.remember(ScriptedChange.put("a/x", 51));

        transport.replace(toNext());

        ScriptedStream second = next.acceptStream();
        // At the newest revision, which it was told of, since etcd reports no progress on a stream that waits for the
        // next.
        assertThat(second.acceptCreate().startRevision()).isEqualTo(51);
        second.created(1, 52);
        second.changes(1, ScriptedChange.put("a/x", 51));
        second.changes(1, ScriptedChange.put("a/y", 53));
        assertThat(sink.await("53 [a/y]")).containsExactly("created 50", "51 [a/x]", "created 52", "53 [a/y]");
    }

    @Test
    void asksAReadAgainThatMetNobody() throws IOException {
        CompletableFuture<Response.Range> read;
        // Takes connections and never says a word, so the read waits for its connection.
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            transport.replace(to("127.0.0.1:" + silent.getLocalPort(), config -> config));
            read = backend.range(
                    new Request.Range(KeyRange.single("a"), 0, 0, false, Request.Shape.ENTRIES),
                    Deadline.after(Duration.ofSeconds(20)));
            transport.replace(toNext());
        }

        assertThat(read).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void fetchesATokenElsewhereForWhoWaitedForOne() throws IOException {
        UnaryOperator<StoreConfig.Builder> user =
                config -> config.etcdUsername("u").etcdPassword(Secret.of("p"));
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            transport.replace(to("127.0.0.1:" + silent.getLocalPort(), user));
            CompletableFuture<Response.Put> waiting = put("a", "1");
            CompletableFuture<String> token = transport.connections().tokens().token();

            transport.replace(to(Backends.hosts(next), user));

            assertThat(token).isCompletedExceptionally();
            next.acceptWrite().answer(11);
            assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
            assertThat(next.tokensFetched()).isEqualTo(1);
        }
    }

    @Test
    void refusesToBeReplacedOnceTheStoreIsClosed() {
        backend.close();
        Connections fresh = toNext();

        assertThatThrownBy(() -> transport.replace(fresh)).isInstanceOf(StoreClosedException.class);
        fresh.close();
    }

    @Test
    void endsWhatIsLeftOfThemWhenTheStoreIsClosed() {
        Connections before = transport.connections();
        CompletableFuture<Response.Put> underWay = put("a", "1");
        old.acceptWrite();
        transport.replace(toNext());

        backend.close();

        assertThat(underWay)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(StoreClosedException.class);
        assertThat(before.areClosed()).isTrue();
    }

    // --- bridges ------------------------------------------------------------------------------------------------

    @Test
    void letsACallOfABridgeEndWhereItBegan() throws Exception {
        Channel bridge = new MemberChannel(transport);
        Connections before = transport.connections();
        Future<PutResponse> underWay = KVGrpc.newFutureStub(bridge).put(PutRequest.getDefaultInstance());
        ScriptedWrite accepted = old.acceptWrite();

        transport.replace(toNext());
        Future<PutResponse> later = KVGrpc.newFutureStub(bridge).put(PutRequest.getDefaultInstance());

        next.acceptWrite().answer(12);
        assertThat(later.get(10, TimeUnit.SECONDS).getHeader().getRevision()).isEqualTo(12);
        assertThat(before.areClosed()).isFalse();
        accepted.answer(11);
        assertThat(underWay.get(10, TimeUnit.SECONDS).getHeader().getRevision()).isEqualTo(11);
        await().until(before::areClosed);
    }

    @Test
    void startsACallOfABridgeThatWasMadeBeforehand() throws Exception {
        Connections before = transport.connections();
        Channel bridge = new MemberChannel(transport);
        ClientCall<PutRequest, PutResponse> made = bridge.newCall(KVGrpc.getPutMethod(), CallOptions.DEFAULT);

        transport.replace(toNext());
        Future<PutResponse> answer = ClientCalls.futureUnaryCall(made, PutRequest.getDefaultInstance());

        old.acceptWrite().answer(11);
        assertThat(answer.get(10, TimeUnit.SECONDS).getHeader().getRevision()).isEqualTo(11);
        await().until(before::areClosed);
    }

    @Test
    void isNotHeldUpByACallOfABridgeThatNeverStarts() {
        Connections before = transport.connections();
        ClientCall<PutRequest, PutResponse> made =
                new MemberChannel(transport).newCall(KVGrpc.getPutMethod(), CallOptions.DEFAULT);
        transport.replace(toNext());
        assertThat(before.areClosed()).isFalse();

        made.cancel("changed my mind", null);

        assertThat(before.areClosed()).isTrue();
    }

    @Test
    void tellsTheStreamsOfABridgeToBeginAnew() {
        CompletableFuture<Status> ended = new CompletableFuture<>();
        StreamObserver<WatchRequest> stream = WatchGrpc.newStub(new MemberChannel(transport))
                .watch(new StreamObserver<>() {
                    @Override
                    public void onNext(WatchResponse response) {}

                    @Override
                    public void onError(Throwable failure) {
                        ended.complete(((StatusRuntimeException) failure).getStatus());
                    }

                    @Override
                    public void onCompleted() {
                        ended.complete(Status.OK);
                    }
                });
        stream.onNext(WatchRequest.getDefaultInstance());
        old.acceptStream().accept();
        keepACallUnderWay();

        transport.replace(toNext());

        assertThat(ended)
                .succeedsWithin(Duration.ofSeconds(10))
                .extracting(Status::getCode)
                .isEqualTo(Status.Code.UNAVAILABLE);
    }
}
