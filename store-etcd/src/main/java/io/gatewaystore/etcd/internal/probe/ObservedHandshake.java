package io.gatewaystore.etcd.internal.probe;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What one handshake showed of the server, whether or not it came to its end. Only the probe's thread uses it.
 *
 * <p>JSSE tells a failed handshake's reason by an exception and keeps the evidence to itself; trust and key manager see it pass.
 */
final class ObservedHandshake {

    private List<X509Certificate> serverChain = List.of();
    private boolean clientCertificateAsked;

    void serverShowed(X509Certificate[] chain) {
        serverChain = List.of(chain);
    }

    void clientCertificateAsked() {
        clientCertificateAsked = true;
    }

    /** The certificates of the server, its own first; empty if it showed none. */
    List<X509Certificate> serverChain() {
        return serverChain;
    }

    boolean isClientCertificateAsked() {
        return clientCertificateAsked;
    }
}
