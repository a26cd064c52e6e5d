package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.etcd.internal.probe.ProbeResult;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EndpointProbesTest {

    private static final Endpoint FIRST = new Endpoint("first", 2379);
    private static final Endpoint SECOND = new Endpoint("second", 2379);

    private static ProbeResult healthy(Endpoint endpoint) {
        return new ProbeResult.Healthy(endpoint, "3.5.30", List.of());
    }

    @Test
    void givesResultsAsTheyComeAndAllOfThem() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        try (EndpointProbes probes = new EndpointProbes(List.of(FIRST, SECOND), endpoint -> {
            if (endpoint.equals(FIRST)) {
                awaitUninterrupted(told);
            }
            return healthy(endpoint);
        })) {
            assertThat(probes.next()).contains(healthy(SECOND));
            told.countDown();
            assertThat(probes.next()).contains(healthy(FIRST));
            assertThat(probes.next()).isEmpty();
        }
    }

    @Test
    void waitsForNoProbeThatDied() {
        try (EndpointProbes probes = new EndpointProbes(List.of(FIRST), endpoint -> {
            throw new OutOfMemoryError("unable to create native thread");
        })) {
            assertThatThrownBy(probes::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("native thread");
        }
    }

    @Test
    void endsWhatNobodyWaitsForAnyMore() {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        EndpointProbes probes = new EndpointProbes(List.of(FIRST), endpoint -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
            throw new InterruptedStoreException("ended", null, Outcome.NOT_APPLIED);
        });
        awaitUninterrupted(begun);

        probes.close();

        await().untilTrue(interrupted);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
