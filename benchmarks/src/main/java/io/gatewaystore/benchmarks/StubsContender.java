package io.gatewaystore.benchmarks;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.tls.TestCertificates;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a call costs at least: gRPC's generated stubs on one channel, which promise nothing when it breaks. Only calls are made in this way. */
final class StubsContender implements Contender {

    static final String NAME = "stubs";

    private final ManagedChannel channel;
    private final KVGrpc.KVStub keys;

    private StubsContender(ManagedChannel channel) {
        this.channel = channel;
        this.keys = KVGrpc.newStub(channel);
    }

    static StubsContender of(EtcdCluster etcd) {
        ChannelCredentials credentials =
                etcd.tls() == TlsMode.PLAIN ? InsecureChannelCredentials.create() : credentials(etcd.certificates());
        return new StubsContender(NettyChannelBuilder.forTarget(etcd.endpoints().get(0), credentials)
                .directExecutor()
                .disableRetry()
                .build());
    }

    private static ChannelCredentials credentials(TestCertificates certificates) {
        try {
            return TlsChannelCredentials.newBuilder()
                    .trustManager(certificates.caFile().toFile())
                    .keyManager(
                            certificates.clientCertificateFile().toFile(),
                            certificates.clientKeyFile().toFile())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CompletableFuture<?> get(String key) {
        Answer<RangeResponse> answer = new Answer<>();
        keys.range(RangeRequest.newBuilder().setKey(bytes(key)).build(), answer);
        return answer.future;
    }

    @Override
    public CompletableFuture<?> put(String key, byte[] value) {
        Answer<PutResponse> answer = new Answer<>();
        keys.put(put(bytes(key), value), answer);
        return answer.future;
    }

    @Override
    public CompletableFuture<?> create(String key, byte[] value) {
        Answer<TxnResponse> answer = new Answer<>();
        keys.txn(
                TxnRequest.newBuilder()
                        .addCompare(Compare.newBuilder()
                                .setKey(bytes(key))
                                .setTarget(Compare.CompareTarget.CREATE)
                                .setResult(Compare.CompareResult.EQUAL)
                                .setCreateRevision(0))
                        .addSuccess(RequestOp.newBuilder().setRequestPut(put(bytes(key), value)))
                        .build(),
                answer);
        return answer.future;
    }

    private static PutRequest put(ByteString key, byte[] value) {
        return PutRequest.newBuilder()
                .setKey(key)
                .setValue(ByteString.copyFrom(value))
                .build();
    }

    private static ByteString bytes(String key) {
        return ByteString.copyFromUtf8(key);
    }

    @Override
    public void watch(String key, Consumer<byte[]> onValue) {
        throw new UnsupportedOperationException("only calls are made in this way");
    }

    @Override
    public CompletableFuture<Integer> list(String prefix) {
        throw new UnsupportedOperationException("only calls are made in this way");
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static final class Answer<A> implements StreamObserver<A> {

        private final CompletableFuture<A> future = new CompletableFuture<>();
        private @Nullable A message;

        @Override
        public void onNext(A answer) {
            message = answer;
        }

        @Override
        public void onError(Throwable failure) {
            future.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            future.complete(message);
        }
    }
}
