package io.gatewaystore.etcd.internal.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class UnreachableEndpointTest {

    @Test
    void saysThatAHostIsUnknown() {
        assertThat(Probing.plaintext("etcd.invalid:2379")
                        .fails(ConnectionFailure.UNKNOWN_HOST, StoreVariable.ETCD_HOSTS)
                        .reason())
                .contains("etcd.invalid");
    }

    @Test
    void saysThatNothingListens() throws IOException {
        int port;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = reserved.getLocalPort();
        }

        Probing.plaintext("127.0.0.1:" + port).fails(ConnectionFailure.REFUSED, StoreVariable.ETCD_HOSTS);
        Probing.secured("127.0.0.1:" + port).fails(ConnectionFailure.REFUSED, StoreVariable.ETCD_HOSTS);
    }

    @Test
    void saysThatNobodyAnswersOnceConnected() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String endpoint = "127.0.0.1:" + mute.getLocalPort();

            assertThat(Probing.plaintext(endpoint)
                            .fails(ConnectionFailure.TIMEOUT, StoreVariable.ETCD_CONNECT_TIMEOUT)
                            .reason())
                    .contains("waiting for an answer");
            assertThat(Probing.secured(endpoint)
                            .fails(ConnectionFailure.TIMEOUT, StoreVariable.ETCD_CONNECT_TIMEOUT)
                            .reason())
                    .contains("TLS handshake");
        }
    }

    @Test
    void saysThatConnectingItselfIsNotAnswered() throws IOException {
        // With its queue of waiting connections full, Linux drops further attempts to connect, as a firewall would.
        try (ServerSocket full = new ServerSocket()) {
            full.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            try (Crowd crowd = Crowd.before(full)) {
                assertThat(Probing.plaintext("127.0.0.1:" + full.getLocalPort())
                                .fails(ConnectionFailure.TIMEOUT, StoreVariable.ETCD_CONNECT_TIMEOUT)
                                .reason())
                        .contains("connecting");
                assertThat(crowd.size()).isPositive();
            }
        }
    }
}
