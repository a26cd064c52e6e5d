package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.faults.Direction;
import io.gatewaystore.testkit.faults.FaultProxy;
import io.gatewaystore.testkit.faults.Traffic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Renewals over connections that break or fall silent, to an etcd that can be reached in another way too. */
class KeepAliveIT {

    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    private FaultProxy proxy;
    private EtcdBackend backend;
    private long lease;

    private void open(String... endpoints) {
        StoreConfig config = StoreConfig.builder()
                .environment(ETCD.environment())
                .etcdHosts(endpoints)
                .build();
        IoThreads threads = new IoThreads();
        backend = new EtcdBackend(threads, new Transport(config, null, threads));
        backend.connections().members().prefer(Endpoint.parse(proxy.endpoint()));
        lease = backend.grantLease(TTL, Deadline.after(PATIENCE)).join();
        assertThat(renew(PATIENCE).join()).isEqualTo(TTL);
    }

    @BeforeEach
    void start() {
        proxy = FaultProxy.before(ETCD.member(0).endpoint());
    }

    @AfterEach
    void close() {
        proxy.heal();
        backend.close();
        proxy.close();
    }

    private CompletableFuture<Duration> renew(Duration deadline) {
        return backend.renewLease(lease, Deadline.after(deadline));
    }

    private void silence() {
        proxy.set(Direction.TO_CLIENT, Traffic.stalled());
    }

    @Test
    void goOnOverAnotherStreamWhenTheirsBreaks() {
        open(proxy.endpoint());

        proxy.disconnect();

        assertThat(renew(PATIENCE).join()).isEqualTo(TTL);
    }

    @Test
    void goElsewhereWhenTheirMemberIsSilent() {
        open(proxy.endpoint(), ETCD.member(0).endpoint());
        silence();

        assertThat(renew(PATIENCE).join()).isEqualTo(TTL);
    }

    @Test
    void areAskedForAgainWhenTheOnlyMemberIsBack() {
        open(proxy.endpoint());
        silence();
        CompletableFuture<Duration> renewal = renew(PATIENCE);
        assertFailsLate(renew(Duration.ofSeconds(2)));
        assertThat(renewal).isNotDone();

        proxy.heal();

        assertThat(renewal.join()).isEqualTo(TTL);
    }

    @Test
    void endWithTheirBackend() {
        open(proxy.endpoint());
        silence();
        CompletableFuture<Duration> renewal = renew(PATIENCE);

        backend.close();

        assertThat(failure(renewal)).isInstanceOf(StoreClosedException.class);
        assertThat(failure(renew(PATIENCE))).isInstanceOf(StoreClosedException.class);
    }

    private static void assertFailsLate(CompletableFuture<?> renewal) {
        StoreException failure = failure(renewal);
        assertThat(failure).isInstanceOf(DeadlineExceededException.class).hasMessageContaining("renew lease");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    private static StoreException failure(CompletableFuture<?> renewal) {
        return (StoreException)
                catchThrowableOfType(CompletionException.class, renewal::join).getCause();
    }
}
