package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.config.TlsConfig;
import io.gatewaystore.error.ConfigurationException;
import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The TLS side of a client: whom it trusts and what it shows, for gRPC channels and for sockets alike.
 *
 * <p>Whatever is handed out looks up certificates and keys at each handshake, so that they can be replaced, all at once, beneath channels that
 * are in use. Servers are never trusted on a connection that does not verify their name.
 *
 * <p>Thread-safe.
 */
public final class ClientTls {

    private final CurrentMaterial material;
    private final X509ExtendedKeyManager keyManager;
    private final X509ExtendedTrustManager trustManager;

    private ClientTls(TlsMaterial material) {
        this.material = new CurrentMaterial(material);
        this.keyManager = new CurrentKeyManager(this.material);
        this.trustManager = new CurrentTrustManager(this.material);
    }

    /**
     * Reads and checks the files of a configuration.
     *
     * @param config the configuration
     * @return the material
     * @throws ConfigurationException if anything about the files is wrong; it names all that is
     */
    public static ClientTls load(TlsConfig config) {
        return load(config, variable -> "configured", Clock.systemUTC());
    }

    /**
     * Reads and checks the files of a configuration.
     *
     * @param config the configuration
     * @param sources where the value of a variable came from, for messages
     * @param clock what tells whether the client's certificate is valid
     * @return the material
     * @throws ConfigurationException if anything about the files is wrong; it names all that is
     */
    public static ClientTls load(TlsConfig config, Function<StoreVariable, String> sources, Clock clock) {
        return new ClientTls(new TlsFiles(config, sources, clock).read());
    }

    /**
     * The credentials of a gRPC channel. The transport adds what HTTP/2 needs: TLS 1.2 at least, and verification of the channel's authority.
     *
     * @return credentials that may serve any number of channels
     */
    public ChannelCredentials credentials() {
        return TlsChannelCredentials.newBuilder()
                .keyManager(keyManager)
                .trustManager(trustManager)
                .build();
    }

    /**
     * The same material for sockets. Those must set the endpoint identification algorithm {@code HTTPS}, or they will trust nobody.
     *
     * @return a context for client sockets and engines
     */
    public SSLContext sslContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keyManager}, new TrustManager[] {trustManager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no TLS", e);
        }
    }

    /**
     * What presents the client's certificate, for those who look on while it does.
     *
     * @return the key manager beneath {@link #credentials()} and {@link #sslContext()}
     */
    public X509ExtendedKeyManager keyManager() {
        return keyManager;
    }

    /**
     * What verifies servers, for those who look on while it does.
     *
     * @return the trust manager beneath {@link #credentials()} and {@link #sslContext()}
     */
    public X509ExtendedTrustManager trustManager() {
        return trustManager;
    }

    /**
     * The certificate that the client presents.
     *
     * @return the certificate without its issuers', or empty if none is presented
     */
    public Optional<X509Certificate> clientCertificate() {
        return material.get().identity().map(ClientIdentity::certificate);
    }

    /**
     * When the certificate that the client presents expires.
     *
     * @return the last moment it is valid, or empty if none is presented
     */
    public Optional<Instant> certificateExpiry() {
        return clientCertificate().map(certificate -> certificate.getNotAfter().toInstant());
    }

    /** Names the client's certificate, never its key. */
    @Override
    public String toString() {
        return "ClientTls[clientCertificate="
                + clientCertificate()
                        .map(certificate ->
                                certificate.getSubjectX500Principal().getName())
                        .orElse("none")
                + "]";
    }
}
