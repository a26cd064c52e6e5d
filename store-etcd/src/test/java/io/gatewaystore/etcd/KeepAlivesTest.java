package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.error.PermissionDeniedException;
import io.gatewaystore.spi.Deadline;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What streams of renewals do about answers and endings that a real etcd cannot be made to give, from a server that a test answers for. */
class KeepAlivesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LEASE = 7;

    /** A request that the server was sent, and where to answer it. */
    private record Asked(long lease, StreamObserver<LeaseKeepAliveResponse> stream) {

        void answer(long ttl) {
            stream.onNext(
                    LeaseKeepAliveResponse.newBuilder().setID(lease).setTTL(ttl).build());
        }
    }

    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private Server server;
    private EtcdBackend backend;

    private final class Leases extends LeaseGrpc.LeaseImplBase {
        @Override
        public StreamObserver<LeaseKeepAliveRequest> leaseKeepAlive(StreamObserver<LeaseKeepAliveResponse> answers) {
            return new StreamObserver<>() {
                @Override
                public void onNext(LeaseKeepAliveRequest request) {
                    asked.add(new Asked(request.getID(), answers));
                }

                @Override
                public void onError(Throwable cancelled) {}

                @Override
                public void onCompleted() {}
            };
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Leases())
                .build()
                .start();
        backend = Backends.over("localhost:" + server.getPort(), config -> config);
    }

    @AfterEach
    void stop() {
        backend.close();
        server.shutdownNow();
    }

    private CompletableFuture<Duration> renew(Duration deadline) {
        return backend.renewLease(LEASE, Deadline.after(deadline));
    }

    private Asked accept() throws InterruptedException {
        Asked next = asked.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("a renewal").isNotNull();
        return next;
    }

    private static Throwable failure(CompletableFuture<?> renewal) {
        return catchThrowableOfType(CompletionException.class, renewal::join).getCause();
    }

    @Test
    void doNotTakeTheAnswerToAnEarlierRenewalForTheirOwn() throws Exception {
        CompletableFuture<Duration> first = renew(PATIENCE);
        accept().answer(1);
        first.join();
        CompletableFuture<Duration> tooShort = renew(Duration.ofMillis(50));
        Asked earlier = accept();
        failure(tooShort);
        CompletableFuture<Duration> later = renew(PATIENCE);
        Asked own = accept();
        assertThat(own.stream()).as("the same stream").isSameAs(earlier.stream());

        earlier.answer(11);
        own.answer(22);

        assertThat(later.join()).isEqualTo(Duration.ofSeconds(22));
    }

    @Test
    void goOnAfterAnEndingWithoutAnError() throws Exception {
        CompletableFuture<Duration> renewal = renew(PATIENCE);
        accept().stream().onCompleted();

        accept().answer(5);

        assertThat(renewal.join()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void goOnAfterAMemberHasLostItsLeader() throws Exception {
        CompletableFuture<Duration> renewal = renew(PATIENCE);
        accept().stream()
                .onError(Status.UNAVAILABLE
                        .withDescription("etcdserver: no leader")
                        .asRuntimeException());

        accept().answer(5);

        assertThat(renewal.join()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void askOnAnotherStreamWhenNothingIsAnswered() throws Exception {
        CompletableFuture<Duration> renewal = renew(PATIENCE);
        Asked ignored = accept();

        Asked again = accept();
        again.answer(5);

        assertThat(again.stream()).isNotSameAs(ignored.stream());
        assertThat(renewal.join()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void sayThatALeaseIsGone() throws Exception {
        CompletableFuture<Duration> renewal = renew(PATIENCE);
        accept().answer(0);

        assertThat(failure(renewal)).isInstanceOf(LeaseNotFoundException.class);
    }

    @Test
    void endWithARefusalThatTryingAgainDoesNotMend() throws Exception {
        CompletableFuture<Duration> renewal = renew(PATIENCE);
        accept().stream()
                .onError(Status.PERMISSION_DENIED
                        .withDescription("etcdserver: permission denied")
                        .asRuntimeException());

        assertThat(failure(renewal)).isInstanceOf(PermissionDeniedException.class);
    }
}
