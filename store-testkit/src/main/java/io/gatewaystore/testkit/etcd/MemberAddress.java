package io.gatewaystore.testkit.etcd;

import java.net.URI;

/** Where a member listens, as seen from this machine. */
record MemberAddress(String name, TlsMode tls, String host, int clientPort, int peerPort, int healthPort) {

    String endpoint() {
        return literal() + ":" + clientPort;
    }

    URI uri() {
        return URI.create(tls.scheme() + "://" + endpoint());
    }

    URI peerUri() {
        return URI.create("http://" + literal() + ":" + peerPort);
    }

    /** A listener of its own without TLS, so that readiness does not depend on the certificates a test asks for. */
    URI healthUri() {
        return URI.create("http://" + literal() + ":" + healthPort);
    }

    private String literal() {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
