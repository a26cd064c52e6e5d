package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.WriteResult.Applied;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.Secret;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.error.UnexpectedAnswerException;
import io.gatewaystore.spi.BackendStores;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.status.StoreStatus;
import io.gatewaystore.testkit.faults.ClosedPort;
import io.gatewaystore.testkit.scripted.Ending;
import io.gatewaystore.testkit.scripted.ScriptedEtcd;
import io.gatewaystore.testkit.scripted.ScriptedStream;
import io.gatewaystore.testkit.scripted.ScriptedWrite;
import io.gatewaystore.testkit.scripted.StatusCode;
import io.grpc.MethodDescriptor;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is repeated, what is not, and what is said of the outcome. */
class UnaryCallTest {

    /** The first connection of a JVM on a busy machine takes a while to be refused. */
    private static final Duration LONG_ENOUGH_TO_BE_REFUSED = Duration.ofSeconds(3);

    private final ScriptedEtcd etcd = ScriptedEtcd.start();
    private final EtcdBackend backend = Backends.over(etcd);

    @AfterEach
    void close() {
        backend.close();
        etcd.close();
    }

    private static CompletableFuture<Response.Put> put(EtcdBackend backend, String value, Duration deadline) {
        return backend.put(new Request.Put(Bytes.utf8("k"), Bytes.utf8(value), 0, false), Deadline.after(deadline));
    }

    private CompletableFuture<Response.Put> put(String value) {
        return put(backend, value, Duration.ofSeconds(10));
    }

    private AsyncStore store() {
        StoreConfig config = StoreConfig.builder()
                .environment(Map.of())
                .requestTimeout(Duration.ofSeconds(10))
                .build();
        return BackendStores.over(backend, config).async();
    }

    private static StoreException failure(CompletableFuture<?> call) {
        ExecutionException thrown = catchThrowableOfType(ExecutionException.class, call::get);
        assertThat(thrown).cause().isInstanceOf(StoreException.class);
        return (StoreException) thrown.getCause();
    }

    @Test
    void neverRepeatsAWriteThatMayHaveArrived() {
        CompletableFuture<Response.Put> call = put("v");

        etcd.acceptWrite().end(Ending.of(StatusCode.UNAVAILABLE, "etcdserver: request timed out"));

        assertThat(failure(call)).isInstanceOf(UnavailableException.class);
        assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(etcd.hasNoWrite()).isTrue();
    }

    @Test
    void saysThatAWriteWithoutAnAnswerIsUnknown() {
        CompletableFuture<Response.Put> call = put(backend, "v", Duration.ofMillis(200));
        etcd.acceptWrite();

        assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void repeatsAWriteAtAnotherMemberIfItNeverLeft() throws Exception {
        for (int i = 0; i < 8; i++) {
            // Where a backend begins is left to chance, so several begin at the closed port.
            try (ClosedPort down = ClosedPort.take();
                    EtcdBackend pair = Backends.over(down.endpoint() + " 127.0.0.1:" + etcd.port(), config -> config)) {
                CompletableFuture<Response.Put> call = put(pair, "v", Duration.ofSeconds(10));
                etcd.acceptWrite().answer(5);
                assertThat(call.get().revision()).isEqualTo(5);
            }
        }
    }

    @Test
    void repeatsAWriteThatAServerOnItsWayOutHasNotLookedAt() throws Exception {
        try (Farewell server = new Farewell(etcd.port());
                EtcdBackend backend = Backends.over(server.endpoint(), config -> config)) {
            CompletableFuture<Response.Put> call = put(backend, "v", Duration.ofSeconds(10));
            etcd.acceptWrite().answer(5);

            assertThat(call.get().revision()).isEqualTo(5);
            assertThat(server.requestsTurnedAway()).isPositive();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void saysThatAWriteThatNeverLeftIsNotApplied() throws Exception {
        try (ClosedPort closed = ClosedPort.take();
                EtcdBackend nobody = Backends.over(closed.endpoint(), config -> config)) {
            StoreException failure = failure(put(nobody, "v", LONG_ENOUGH_TO_BE_REFUSED));

            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(failure).hasMessageContaining(closed.endpoint()).hasMessageContaining("refused");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void namesEndpointAndCauseOfAReadThatNobodyServes() throws Exception {
        try (ClosedPort closed = ClosedPort.take();
                EtcdBackend nobody = Backends.over(closed.endpoint(), config -> config)) {
            StoreException failure = failure(nobody.range(
                    new Request.Range(KeyRange.single("k"), 0, 0, false, Request.Shape.ENTRIES),
                    Deadline.after(LONG_ENOUGH_TO_BE_REFUSED)));

            assertThat(failure).isInstanceOf(UnavailableException.class);
            assertThat(failure).hasMessageContaining(closed.endpoint()).hasMessageContaining("refused");
        }
    }

    @Test
    void takesANewTokenOnceForAllCallsWhoseTokenIsRefused() throws Exception {
        try (EtcdBackend secured = Backends.over(
                "127.0.0.1:" + etcd.port(), config -> config.etcdUsername("u").etcdPassword(Secret.of("p")))) {
            CompletableFuture<Response.Put> call = put(secured, "v", Duration.ofSeconds(10));
            etcd.acceptWrite().end(Ending.of(StatusCode.UNAUTHENTICATED, "etcdserver: invalid auth token"));
            etcd.acceptWrite().answer(9);

            assertThat(call.get().revision()).isEqualTo(9);
            assertThat(etcd.tokensFetched()).isEqualTo(2);
        }
    }

    @Test
    void endsAtItsDeadlineAlthoughNoTokenComes() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                EtcdBackend secured = Backends.over(
                        "127.0.0.1:" + silent.getLocalPort(),
                        config -> config.etcdUsername("u").etcdPassword(Secret.of("p")))) {
            CompletableFuture<Response.Put> call = put(secured, "v", Duration.ofMillis(300));

            await().atMost(Duration.ofSeconds(3)).until(call::isDone);
            assertThat(failure(call).outcome()).isEqualTo(Outcome.NOT_APPLIED);
        }
    }

    /** So far away that it is not gRPC's when the call begins. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void endsAtADeadlineThatWasFarAway() {
        CompletableFuture<Response.Put> connected = put("u");
        etcd.acceptWrite().answer(4);
        assertThat(connected.join().revision()).isEqualTo(4);
        Duration deadline = Duration.ofSeconds(1);
        long begun = System.nanoTime();
        CompletableFuture<Response.Put> call = put(backend, "v", deadline);

        StoreException failure = failure(call);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(deadline, deadline.plusSeconds(5));
        assertThat(failure).isInstanceOf(DeadlineExceededException.class).hasMessageContaining("no answer within");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 700})
    void saysThatThereWasNoConnectionWithinTheDeadline(int millis) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                EtcdBackend mute = Backends.over("127.0.0.1:" + silent.getLocalPort(), config -> config)) {
            CompletableFuture<Response.Put> call = put(mute, "v", Duration.ofMillis(millis));
            CompletableFuture<String> thread =
                    call.handle((answer, failure) -> Thread.currentThread().getName());
            // Before anybody waits for the call itself: whoever does may run what depends on it.
            String where = thread.get();
            StoreException failure = failure(call);

            assertThat(where).as("where code of callers holds up no deadline").contains("-io-");
            assertThat(failure).hasMessageContaining("no connection within the deadline");
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
        }
    }

    @Test
    void staysWithItsMemberWhenTheLastWatchIsClosed() throws Exception {
        try (ScriptedEtcd other = ScriptedEtcd.start();
                EtcdBackend pair =
                        Backends.over("127.0.0.1:" + etcd.port() + " 127.0.0.1:" + other.port(), config -> config)) {
            BackendWatch watch = pair.watch(new Request.Watch(KeyRange.directory("a"), 0, false), new RecordingSink());
            CompletableFuture<Response.Put> first = put(pair, "1", Duration.ofSeconds(10));
            await().until(() -> !etcd.hasNoWrite() || !other.hasNoWrite());
            ScriptedEtcd used = etcd.hasNoWrite() ? other : etcd;
            used.acceptWrite().answer(2);
            first.get();
            ScriptedStream stream = used.acceptStream();
            stream.acceptCreate();

            watch.close();

            await().until(stream::isCancelled);
            CompletableFuture<Response.Put> second = put(pair, "2", Duration.ofSeconds(10));
            used.acceptWrite().answer(3);
            assertThat(second.get().revision()).isEqualTo(3);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void waitsForAWriteAsLongAsItsMemberAnswersOtherQuestions() throws Exception {
        try (ScriptedEtcd other = ScriptedEtcd.start();
                EtcdBackend pair = Backends.over(etcd.endpoint() + " " + other.endpoint(), config -> config)) {
            pair.connections().members().prefer(Endpoint.parse(etcd.endpoint()));
            long start = System.nanoTime();
            CompletableFuture<Response.Put> call = put(pair, "v", Duration.ofSeconds(20));
            ScriptedWrite write = etcd.acceptWrite();

            // Longer than a member may be silent.
            await().until(() ->
                    System.nanoTime() - start > Duration.ofMillis(1_200).toNanos());

            assertThat(call).isNotDone();
            write.answer(5);
            assertThat(call.get().revision()).isEqualTo(5);
            assertThat(other.hasNoWrite()).isTrue();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void asksAnotherMemberWhenOneDoesNotAnswerARead() throws Exception {
        etcd.ignoreReads();
        try (ScriptedEtcd other = ScriptedEtcd.start();
                EtcdBackend pair = Backends.over(etcd.endpoint() + " " + other.endpoint(), config -> config)) {
            other.revision(9);
            pair.connections().members().prefer(Endpoint.parse(etcd.endpoint()));

            Response.Range answer = pair.range(
                            new Request.Range(KeyRange.single("k"), 0, 0, false, Request.Shape.ENTRIES),
                            Deadline.after(Duration.ofSeconds(20)))
                    .get();

            assertThat(answer.revision()).isEqualTo(9);
        }
    }

    /** Work that takes long on one member takes as long on the next. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void givesTheSecondMemberOfAReadAllTheTimeThereIs() throws Exception {
        etcd.ignoreReads();
        try (ScriptedEtcd other = ScriptedEtcd.start();
                EtcdBackend pair = Backends.over(etcd.endpoint() + " " + other.endpoint(), config -> config)) {
            other.ignoreReads();
            Members members = pair.connections().members();
            members.prefer(Endpoint.parse(etcd.endpoint()));
            CompletableFuture<Response.Range> read = pair.range(
                    new Request.Range(KeyRange.single("k"), 0, 0, false, Request.Shape.ENTRIES),
                    Deadline.after(Duration.ofSeconds(20)));
            await().until(() -> other.readsIgnored() == 1);
            long begun = System.nanoTime();

            // Longer than a member that says nothing else is waited for.
            await().until(() ->
                    System.nanoTime() - begun > Duration.ofMillis(2_300).toNanos());

            assertThat(etcd.readsIgnored()).isEqualTo(1);
            assertThat(members.pick()).hasToString(etcd.endpoint());
            other.answerReads();
            assertThat(read.get().revision()).isEqualTo(1);
        }
    }

    @Test
    void believesNoMemberThatHasLessThanWasShown() throws Exception {
        try (ScriptedEtcd behind = ScriptedEtcd.start();
                EtcdBackend pair = Backends.over(etcd.endpoint() + " " + behind.endpoint(), config -> config)) {
            etcd.revision(50);
            behind.revision(40);
            Request.Range serializable = new Request.Range(KeyRange.single("k"), 0, 0, true, Request.Shape.ENTRIES);
            pair.connections().members().prefer(Endpoint.parse(etcd.endpoint()));
            assertThat(pair.range(serializable, Deadline.after(Duration.ofSeconds(20)))
                            .get()
                            .revision())
                    .isEqualTo(50);
            pair.connections().members().prefer(Endpoint.parse(behind.endpoint()));

            // It says so of a linearizable read too, so the cluster must have been restored.
            assertThat(pair.range(serializable, Deadline.after(Duration.ofSeconds(20)))
                            .get()
                            .revision())
                    .isEqualTo(40);
            StoreStatus.Builder status = StoreStatus.builder("etcd");
            pair.describe(status);
            assertThat(status.build().revision()).isEqualTo(40);
        }
    }

    @Test
    void sendsWritesToOneKeyOneAfterAnother() throws Exception {
        AsyncStore store = store();
        CompletableFuture<Applied> first = store.put("k", Bytes.utf8("1"));
        CompletableFuture<Applied> second = store.put("k", Bytes.utf8("2"));

        ScriptedWrite one = etcd.acceptWrite();
        assertThat(one.value()).isEqualTo("1");
        assertThat(etcd.hasNoWrite()).isTrue();
        one.answer(2);
        etcd.acceptWrite().answer(3);

        assertThat(first.get().revision()).isEqualTo(2);
        assertThat(second.get().revision()).isEqualTo(3);
    }

    @Test
    void failsWhatIsUnderWayWhenItIsClosed() {
        AsyncStore store = store();
        CompletableFuture<Applied> sent = store.put("k", Bytes.utf8("1"));
        CompletableFuture<Applied> waiting = store.put("k", Bytes.utf8("2"));
        etcd.acceptWrite();

        store.close();

        assertThat(failure(sent)).isInstanceOf(StoreClosedException.class);
        assertThat(failure(sent).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(failure(waiting)).isInstanceOf(StoreClosedException.class);
        assertThat(failure(waiting).outcome()).isEqualTo(Outcome.NOT_APPLIED);
    }

    /** What goes out with the request, at the moment at which it goes out. */
    private static MethodDescriptor<PutRequest, PutResponse> putDuringWhich(Runnable event) {
        MethodDescriptor<PutRequest, PutResponse> put = KVGrpc.getPutMethod();
        MethodDescriptor.Marshaller<PutRequest> marshaller = put.getRequestMarshaller();
        return put.toBuilder(
                        new MethodDescriptor.Marshaller<PutRequest>() {
                            @Override
                            public InputStream stream(PutRequest value) {
                                event.run();
                                return marshaller.stream(value);
                            }

                            @Override
                            public PutRequest parse(InputStream stream) {
                                return marshaller.parse(stream);
                            }
                        },
                        put.getResponseMarshaller())
                .build();
    }

    @Test
    void isUnknownIfTheStoreIsClosedWhileItIsBeingSent() {
        try (IoThreads threads = new IoThreads()) {
            Transport transport = new Transport(Backends.config(Backends.hosts(etcd), config -> config), null, threads);
            Rpc<PutRequest, PutResponse, PutResponse> put = new Rpc<>(
                    putDuringWhich(transport::close), Rpc.Kind.WRITE, PutResponse::getHeader, Function.identity());

            CompletableFuture<PutResponse> call = transport.call(
                    put,
                    PutRequest.getDefaultInstance(),
                    new Purpose("put", "k"),
                    Deadline.after(Duration.ofSeconds(10)));

            assertThat(failure(call)).isInstanceOf(StoreClosedException.class);
            assertThat(failure(call).outcome()).isEqualTo(Outcome.UNKNOWN);
            transport.disconnect();
        }
    }

    @Test
    void failsIfThereIsNoMemoryForTheAnswer() {
        try (IoThreads threads = new IoThreads()) {
            Transport transport = new Transport(Backends.config(Backends.hosts(etcd), config -> config), null, threads);
            Rpc<RangeRequest, RangeResponse, RangeResponse> read =
                    new Rpc<>(KVGrpc.getRangeMethod(), Rpc.Kind.READ, RangeResponse::getHeader, answer -> {
                        throw new OutOfMemoryError("planted");
                    });

            CompletableFuture<RangeResponse> call = transport.call(
                    read, Wire.revisionOnly(), new Purpose("read", "k"), Deadline.after(Duration.ofSeconds(10)));

            await().until(call::isDone);
            assertThat(failure(call)).isInstanceOf(UnexpectedAnswerException.class);
            transport.disconnect();
        }
    }

    @Test
    void doesNotCallACancelledCallTheLastError() {
        CompletableFuture<Response.Put> call = put("v");
        etcd.acceptWrite();

        call.cancel(false);
        backend.close();

        StoreStatus.Builder status = StoreStatus.builder("etcd");
        backend.describe(status);
        assertThat(status.build().lastError()).isEmpty();
    }

    @Test
    void letsTheNextWriteGoWhenOneIsCancelled() {
        AsyncStore store = store();
        CompletableFuture<Applied> first = store.put("k", Bytes.utf8("1"));
        CompletableFuture<Applied> second = store.put("k", Bytes.utf8("2"));
        etcd.acceptWrite();

        first.cancel(false);

        ScriptedWrite next = etcd.acceptWrite();
        assertThat(next.value()).isEqualTo("2");
        next.answer(4);
        await().until(second::isDone);
        assertThat(first).isCancelled();
    }
}
