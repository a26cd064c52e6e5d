package io.gatewaystore.etcd.internal.tls;

import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Everything a handshake needs, as it was read at one moment: a record, so that it can only be replaced as a whole. */
record TlsMaterial(X509ExtendedTrustManager trust, @Nullable ClientIdentity identityOrNull) {

    Optional<ClientIdentity> identity() {
        return Optional.ofNullable(identityOrNull);
    }
}
