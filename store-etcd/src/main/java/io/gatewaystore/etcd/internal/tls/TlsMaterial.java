package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.status.CertificateStatus;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Everything a handshake needs, as it was read at one moment. It never changes, so that no handshake can meet the certificate of one moment and
 * the key of another.
 */
final class TlsMaterial {

    private final @Nullable ClientIdentity identity;
    private final X509ExtendedKeyManager keyManager;
    private final X509ExtendedTrustManager trustManager;
    private final SslContext transport;
    private final List<CertificateStatus> certificates;
    private final List<String> doubts;

    TlsMaterial(
            TrustAnchors trust,
            @Nullable ClientIdentity identity,
            List<CertificateStatus> certificates,
            List<String> doubts) {
        this.identity = identity;
        this.keyManager = new IdentityKeyManager(identity);
        this.trustManager = new ServerVerification(trust);
        this.transport = transport(keyManager, trustManager);
        this.certificates = List.copyOf(certificates);
        this.doubts = List.copyOf(doubts);
    }

    private static SslContext transport(X509ExtendedKeyManager keyManager, X509ExtendedTrustManager trustManager) {
        try {
            return GrpcSslContexts.forClient()
                    .keyManager(keyManager)
                    .trustManager(trustManager)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("gRPC's transport has no TLS", e);
        }
    }

    X509ExtendedKeyManager keyManager() {
        return keyManager;
    }

    X509ExtendedTrustManager trustManager() {
        return trustManager;
    }

    /** For gRPC's transport. The sessions that it remembers, to resume them, are those of this material and of no other. */
    SslContext transport() {
        return transport;
    }

    Optional<X509Certificate> clientCertificate() {
        return Optional.ofNullable(identity).map(ClientIdentity::certificate);
    }

    List<CertificateStatus> certificates() {
        return certificates;
    }

    /** What is doubtful about the files, a sentence each. */
    List<String> doubts() {
        return doubts;
    }
}
