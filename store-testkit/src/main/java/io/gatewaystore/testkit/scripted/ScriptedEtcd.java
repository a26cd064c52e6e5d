package io.gatewaystore.testkit.scripted;

import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks etcd's protocol on the loopback address, in plaintext, and does nothing but what a test tells it: for the endings that a
 * real etcd shows rarely. It has no state and is no substitute for {@link io.gatewaystore.testkit.etcd.EtcdCluster} in any other test.
 *
 * <pre>{@code
 * try (ScriptedEtcd etcd = ScriptedEtcd.start(); Store store = ...) {
 *     store.async().watch(range, listener);
 *     ScriptedStream first = etcd.acceptStream();
 *     first.acceptCreate();
 *     first.created(1, 50);
 *     first.end(Ending.of(StatusCode.UNAVAILABLE, "etcdserver: no leader"));
 *     assertThat(etcd.acceptStream().acceptCreate().startRevision()).isEqualTo(51);
 * }
 * }</pre>
 *
 * <p>Reads find nothing and are answered at once, unless {@link #endReads} or {@link #ignoreReads} say otherwise; those of one key at a past revision find
 * what streams told of it, which a client may recognise the history by. Writes and watch streams wait for the
 * test to {@linkplain #acceptWrite() accept} and answer them; left alone, they are met with silence. Every user and password is given a
 * token. What else the protocol has is answered with UNIMPLEMENTED.
 *
 * <p>The classes of gRPC and of the protocol it needs are those that {@code store-etcd} brings.
 *
 * <p>Thread-safe.
 */
public final class ScriptedEtcd implements AutoCloseable {

    private static final Context.Key<Metadata> HEADERS = Context.key("headers");

    private final Server server;
    private final Arrivals<ScriptedStream> streams = new Arrivals<>("watch stream");
    private final Arrivals<ScriptedWrite> writes = new Arrivals<>("write");
    private final AtomicInteger tokens = new AtomicInteger();
    private final Told told = new Told();
    private volatile long clusterId = 7;
    private final Queue<Runnable> unansweredReads = new ConcurrentLinkedQueue<>();
    private volatile boolean readsIgnored;
    private volatile @Nullable Ending endOfReads;
    private volatile @Nullable String version;

    private ScriptedEtcd() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(ServerInterceptors.intercept(new Watches(), new HeaderKeeper()))
                    .addService(new KeyValues())
                    .addService(new Authentication())
                    .addService(new Maintenance())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("could not start a scripted etcd", e);
        }
    }

    /**
     * Starts a server on a free port.
     *
     * @return the server, at revision 1
     */
    public static ScriptedEtcd start() {
        return new ScriptedEtcd();
    }

    /**
     * Returns where clients connect.
     *
     * @return host and port
     */
    public String endpoint() {
        return "127.0.0.1:" + port();
    }

    /**
     * Returns the port clients connect to.
     *
     * @return the port
     */
    public int port() {
        return server.getPort();
    }

    /**
     * Sets the revision that reads are answered with, and lets the server forget what it told of later ones. Unless set it is the highest that the server
     * has told of, at first 1.
     *
     * @param newRevision the revision
     */
    public void revision(long newRevision) {
        told.set(newRevision);
    }

    /** Lets the server forget all changes it told of, but not its revision: it has another history now. */
    public void forgetChanges() {
        told.forgetChanges();
    }

    /**
     * Lets the server know of a change as if it had told of it.
     *
     * @param change the change
     */
    public void remember(ScriptedChange change) {
        told.add(change);
    }

    /**
     * Sets the id of the cluster that every answer carries. It is 7 unless set.
     *
     * @param newClusterId the id, unsigned
     */
    public void clusterId(long newClusterId) {
        clusterId = newClusterId;
    }

    /**
     * Lets the server tell its status, and this version in it. Unless set it tells nobody.
     *
     * @param newVersion the version, for instance {@code 3.5.30}
     */
    public void version(String newVersion) {
        version = newVersion;
    }

    /** Answers reads at once, as it does unless told otherwise, and those that it has ignored. */
    public void answerReads() {
        readsIgnored = false;
        endOfReads = null;
        for (Runnable read = unansweredReads.poll(); read != null; read = unansweredReads.poll()) {
            read.run();
        }
    }

    /**
     * Ends reads with a status.
     *
     * @param ending the status, not OK
     */
    public void endReads(Ending ending) {
        endOfReads = Objects.requireNonNull(ending, "ending");
    }

    /** Leaves reads without an answer, for the time being. */
    public void ignoreReads() {
        readsIgnored = true;
    }

    /**
     * Tells how many reads have been left without an answer.
     *
     * @return the number, whether or not somebody still waits for them
     */
    public int readsIgnored() {
        return unansweredReads.size();
    }

    /**
     * Tells how many tokens were asked for.
     *
     * @return the number; tokens are called {@code token-1}, {@code token-2}, and so on
     */
    public int tokensFetched() {
        return tokens.get();
    }

    /**
     * Waits for the next watch stream somebody opens, for 10 s at most.
     *
     * @return the stream
     * @throws AssertionError if none comes
     */
    public ScriptedStream acceptStream() {
        return streams.take();
    }

    /**
     * Tells whether there is no watch stream that was not accepted yet.
     *
     * @return whether none has been opened
     */
    public boolean hasNoStream() {
        return streams.isEmpty();
    }

    /**
     * Waits for the next write somebody sends, for 10 s at most. It is not answered yet.
     *
     * @return the write
     * @throws AssertionError if none comes
     */
    public ScriptedWrite acceptWrite() {
        return writes.take();
    }

    /**
     * Tells whether there is no write that was not accepted yet.
     *
     * @return whether none has come
     */
    public boolean hasNoWrite() {
        return writes.isEmpty();
    }

    /** Ends the server and breaks its connections. May be called more than once. */
    @Override
    public void close() {
        server.shutdownNow();
    }

    @Override
    public String toString() {
        return "scripted etcd at " + endpoint();
    }

    ResponseHeader header(long at) {
        told.heardOf(at);
        return ResponseHeader.newBuilder()
                .setClusterId(clusterId)
                .setRevision(at)
                .build();
    }

    /** The headers of a stream are known to interceptors only. */
    private static final class HeaderKeeper implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return Contexts.interceptCall(Context.current().withValue(HEADERS, headers), call, headers, next);
        }
    }

    private final class Watches extends WatchGrpc.WatchImplBase {
        @Override
        public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> client) {
            ScriptedStream stream = new ScriptedStream(client, HEADERS.get(), told, ScriptedEtcd.this::header);
            streams.add(stream);
            return stream.requests();
        }
    }

    private final class KeyValues extends KVGrpc.KVImplBase {
        @Override
        public void range(RangeRequest request, StreamObserver<RangeResponse> client) {
            Ending ending = endOfReads;
            if (ending != null) {
                client.onError(Messages.status(ending).asRuntimeException());
            } else if (request.getRevision() > told.revision()) {
                client.onError(Status.OUT_OF_RANGE
                        .withDescription("etcdserver: mvcc: required revision is a future revision")
                        .asRuntimeException());
            } else if (readsIgnored) {
                ServerCallStreamObserver<?> call = (ServerCallStreamObserver<?>) client;
                unansweredReads.add(() -> {
                    if (!call.isCancelled()) {
                        answer(request, client);
                    }
                });
            } else {
                answer(request, client);
            }
        }

        private void answer(RangeRequest request, StreamObserver<RangeResponse> client) {
            client.onNext(answer(request));
            client.onCompleted();
        }

        private RangeResponse answer(RangeRequest request) {
            RangeResponse.Builder answer = RangeResponse.newBuilder().setHeader(header(told.revision()));
            if (request.getRevision() > 0 && request.getRangeEnd().isEmpty()) {
                told.find(request.getKey().toStringUtf8(), request.getRevision())
                        .ifPresent(answer::addKvs);
            }
            return answer.build();
        }

        @Override
        public void put(PutRequest request, StreamObserver<PutResponse> client) {
            writes.add(new ScriptedWrite(
                    List.of(request.getKey().toStringUtf8()),
                    request.getValue().toStringUtf8(),
                    new Reply<>(
                            client,
                            at -> PutResponse.newBuilder().setHeader(header(at)).build())));
        }

        @Override
        public void deleteRange(DeleteRangeRequest request, StreamObserver<DeleteRangeResponse> client) {
            writes.add(new ScriptedWrite(
                    List.of(request.getKey().toStringUtf8()),
                    "",
                    new Reply<>(
                            client,
                            at -> DeleteRangeResponse.newBuilder()
                                    .setHeader(header(at))
                                    .setDeleted(1)
                                    .build())));
        }

        @Override
        public void txn(TxnRequest request, StreamObserver<TxnResponse> client) {
            writes.add(new ScriptedWrite(
                    Messages.keys(request).toList(),
                    "",
                    new Reply<>(
                            client,
                            at -> Messages.success(request)
                                    .setHeader(header(at))
                                    .build())));
        }
    }

    private final class Maintenance extends MaintenanceGrpc.MaintenanceImplBase {
        @Override
        public void status(StatusRequest request, StreamObserver<StatusResponse> client) {
            String text = version;
            if (text == null) {
                super.status(request, client);
                return;
            }
            client.onNext(StatusResponse.newBuilder()
                    .setHeader(header(told.revision()))
                    .setVersion(text)
                    .build());
            client.onCompleted();
        }
    }

    private final class Authentication extends AuthGrpc.AuthImplBase {
        @Override
        public void authenticate(AuthenticateRequest request, StreamObserver<AuthenticateResponse> client) {
            client.onNext(AuthenticateResponse.newBuilder()
                    .setToken("token-" + tokens.incrementAndGet())
                    .build());
            client.onCompleted();
        }
    }
}
