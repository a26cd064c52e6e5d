package io.gatewaystore.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.WatchCreateRequest;
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
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that says what a test tells it to, for the endings that a real etcd shows rarely. */
final class ScriptedEtcd implements AutoCloseable {

    private static final Context.Key<Metadata> HEADERS = Context.key("headers");

    private final Server server;
    private final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<Put> puts = new LinkedBlockingQueue<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile long revision = 1;
    private volatile long clusterId = 7;

    ScriptedEtcd() {
        ServerInterceptor keepHeaders = new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                return Contexts.interceptCall(Context.current().withValue(HEADERS, headers), call, headers, next);
            }
        };
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(ServerInterceptors.intercept(new Watches(), keepHeaders))
                    .addService(new KeyValues())
                    .addService(new Authentication())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getPort();
    }

    /** What reads are answered with. */
    void revision(long newRevision) {
        revision = newRevision;
    }

    void clusterId(long newClusterId) {
        clusterId = newClusterId;
    }

    int tokensFetched() {
        return tokens.get();
    }

    /** The next watch stream somebody opened. */
    Stream accept() {
        return next(streams);
    }

    /** The next put somebody sent; it is not answered yet. */
    Put acceptPut() {
        return next(puts);
    }

    boolean hasNoPut() {
        return puts.isEmpty();
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came within 10 s");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private ResponseHeader header(long at) {
        return ResponseHeader.newBuilder()
                .setClusterId(clusterId)
                .setRevision(at)
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    static Event put(String key, long revision) {
        return Event.newBuilder()
                .setType(Event.EventType.PUT)
                .setKv(KeyValue.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setValue(ByteString.copyFromUtf8("v" + revision))
                        .setCreateRevision(revision)
                        .setModRevision(revision)
                        .setVersion(1))
                .build();
    }

    /** One watch stream as the server sees it. */
    final class Stream {

        private final StreamObserver<WatchResponse> client;
        private final Metadata headers;
        private final BlockingQueue<WatchRequest> requests = new LinkedBlockingQueue<>();
        private volatile boolean cancelled;

        Stream(StreamObserver<WatchResponse> client, Metadata headers) {
            this.client = client;
            this.headers = headers;
        }

        String header(String name) {
            return String.valueOf(headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
        }

        WatchRequest request() {
            return next(requests);
        }

        /** Whether the client has cancelled it. */
        boolean isCancelled() {
            return cancelled;
        }

        boolean hasNoRequest() {
            return requests.isEmpty();
        }

        WatchCreateRequest createRequest() {
            return request().getCreateRequest();
        }

        static long unknown(WatchCreateRequest request, int field) {
            return request.getUnknownFields().getField(field).getVarintList().get(0);
        }

        void created(long watchId, long at) {
            client.onNext(response(watchId, at).setCreated(true).build());
        }

        void events(long watchId, Event... events) {
            client.onNext(response(watchId, events[events.length - 1].getKv().getModRevision())
                    .addAllEvents(List.of(events))
                    .build());
        }

        void fragment(long watchId, Event... events) {
            UnknownFieldSet more = UnknownFieldSet.newBuilder()
                    .addField(7, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                    .build();
            client.onNext(response(watchId, events[events.length - 1].getKv().getModRevision())
                    .addAllEvents(List.of(events))
                    .setUnknownFields(more)
                    .build());
        }

        void progress(long at) {
            client.onNext(response(-1, at).build());
        }

        void compacted(long watchId, long compactRevision) {
            client.onNext(response(watchId, compactRevision)
                    .setCanceled(true)
                    .setCompactRevision(compactRevision)
                    .build());
        }

        void cancelled(long watchId, String reason) {
            client.onNext(response(watchId, 1)
                    .setCreated(true)
                    .setCanceled(true)
                    .setCancelReason(reason)
                    .build());
        }

        void end(Status status) {
            if (status.isOk()) {
                client.onCompleted();
            } else {
                client.onError(status.asRuntimeException());
            }
        }

        private WatchResponse.Builder response(long watchId, long at) {
            return WatchResponse.newBuilder()
                    .setHeader(ScriptedEtcd.this.header(at))
                    .setWatchId(watchId);
        }
    }

    /** A put that waits for its answer. */
    record Put(PutRequest request, StreamObserver<PutResponse> client) {

        String value() {
            return request.getValue().toStringUtf8();
        }

        void answer(long at) {
            client.onNext(PutResponse.newBuilder()
                    .setHeader(ResponseHeader.newBuilder().setRevision(at))
                    .build());
            client.onCompleted();
        }

        void fail(Status status) {
            client.onError(status.asRuntimeException());
        }
    }

    private final class Watches extends WatchGrpc.WatchImplBase {
        @Override
        public StreamObserver<WatchRequest> watch(StreamObserver<WatchResponse> client) {
            Stream stream = new Stream(client, HEADERS.get());
            streams.add(stream);
            return new StreamObserver<>() {
                @Override
                public void onNext(WatchRequest request) {
                    stream.requests.add(request);
                }

                @Override
                public void onError(Throwable gone) {
                    stream.cancelled = true;
                }

                @Override
                public void onCompleted() {
                    client.onCompleted();
                }
            };
        }
    }

    private final class KeyValues extends KVGrpc.KVImplBase {
        @Override
        public void range(RangeRequest request, StreamObserver<RangeResponse> client) {
            client.onNext(RangeResponse.newBuilder().setHeader(header(revision)).build());
            client.onCompleted();
        }

        @Override
        public void put(PutRequest request, StreamObserver<PutResponse> client) {
            puts.add(new Put(request, client));
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
