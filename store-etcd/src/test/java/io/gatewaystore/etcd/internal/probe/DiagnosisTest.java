package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import org.junit.jupiter.api.Test;

/** What the loopback network cannot be made to do. */
class DiagnosisTest {

    private static Attempt unreachable(IOException cause) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 2379);
        return new Diagnosis(new Endpoint("etcd1", 2379))
                .unreachable(address, cause)
                .attempt();
    }

    @Test
    void leadsToRoutesAndFirewallsWhereNoWayLeadsToTheHost() {
        for (IOException cause : new IOException[] {
            new NoRouteToHostException("No route to host"), new ConnectException("Network is unreachable")
        }) {
            Attempt attempt = unreachable(cause);

            assertThat(attempt.failure()).isEqualTo(ConnectionFailure.OTHER);
            assertThat(attempt.reason()).contains("no way leads to 127.0.0.1", cause.getMessage());
            assertThat(attempt.remedy())
                    .contains("firewall", "GATEWAY_STORE_ETCD_HOSTS")
                    .doesNotContain("log");
        }
    }

    @Test
    void takesAnyOtherRefusalForAPortNobodyListensOn() {
        assertThat(unreachable(new ConnectException("Connection refused")).failure())
                .isEqualTo(ConnectionFailure.REFUSED);
    }
}
