package io.gatewaystore.etcd.internal.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The certificate that this client presents, those of its issuers, and the key that goes with it.
 *
 * @param privateKey the key, which no text ever shows
 * @param chain the client's own certificate first, each followed by that of its issuer
 */
record ClientIdentity(PrivateKey privateKey, List<X509Certificate> chain) {

    ClientIdentity {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    @Override
    public String toString() {
        return "ClientIdentity[" + certificate().getSubjectX500Principal() + "]";
    }
}
