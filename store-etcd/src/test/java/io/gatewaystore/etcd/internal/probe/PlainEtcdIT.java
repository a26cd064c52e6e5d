package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.EtcdConfig;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlainEtcdIT {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    @Test
    void findsItBesideAnAddressOfTheSameNameThatRefuses() {
        // The name also stands for the IPv6 loopback address on most machines, where this etcd does not listen.
        Probing.plaintext("localhost:" + ETCD.member(0).port()).isHealthy();
    }

    @Test
    void probesManyAtOnceAndAnswersInTheirOrder() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ServerSocket mute2 = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            List<Endpoint> endpoints = List.of(
                    Endpoint.parse("127.0.0.1:" + mute.getLocalPort()),
                    Endpoint.parse(ETCD.endpoints().get(0)),
                    Endpoint.parse("127.0.0.1:" + mute2.getLocalPort()));
            EtcdConfig config = Probing.with(ETCD.environment()).config();

            long start = System.nanoTime();
            List<ProbeResult> results =
                    new ConnectionProbe(config, null).probeAll(endpoints, Deadline.after(Probing.CONNECT_TIMEOUT));

            assertThat(System.nanoTime() - start)
                    .isLessThan(Probing.CONNECT_TIMEOUT.plusMillis(500).toNanos());
            assertThat(results).extracting(ProbeResult::endpoint).isEqualTo(endpoints);
            assertThat(results)
                    .map(result -> result instanceof ProbeResult.Healthy)
                    .containsExactly(false, true, false);
        }
    }
}
