package io.gatewaystore.testkit.etcd;

import io.gatewaystore.testkit.internal.Ports;
import java.net.URI;

/**
 * Where a member listens, as seen from this machine.
 *
 * @param advertisedPeer where its peers are to dial, host and port: itself, or a proxy before it
 */
record MemberAddress(
        String name, TlsMode tls, String host, int clientPort, int peerPort, int healthPort, String advertisedPeer) {

    String endpoint() {
        return literal() + ":" + clientPort;
    }

    URI uri() {
        return URI.create(tls.scheme() + "://" + endpoint());
    }

    URI peerUri() {
        return URI.create("http://" + literal() + ":" + peerPort);
    }

    URI advertisedPeerUri() {
        return URI.create("http://" + advertisedPeer);
    }

    /** A listener of its own without TLS, so that readiness does not depend on the certificates a test asks for. */
    URI healthUri() {
        return URI.create("http://" + literal() + ":" + healthPort);
    }

    private String literal() {
        return Ports.literal(host);
    }
}
