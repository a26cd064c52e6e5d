package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.config.TlsConfig;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.status.CertificateStatus;
import io.grpc.ChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettySslContextChannelCredentials;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS side of a client: whom it trusts and what it shows, for gRPC channels and for sockets alike.
 *
 * <p>Channels look up the current material at each handshake, so that it can be replaced, all at once, beneath channels that are in use: by what
 * the files hold, once {@link #followFiles} was called. Connections stay as they were made. Servers are never trusted on a connection that does
 * not verify their name.
 *
 * <p>Thread-safe.
 */
public final class ClientTls implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClientTls.class);
    private static final AtomicInteger READERS = new AtomicInteger();

    private final TlsFiles files;
    private final CurrentMaterial material;
    private final TlsRotation rotation;
    /** Starts its only thread when it is given something to do. Not the store's timer: a disk may keep it waiting. */
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gateway-store-tls-files-" + READERS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private ClientTls(TlsFiles files) {
        this.files = files;
        FileSnapshot snapshot = files.snapshot();
        this.material = new CurrentMaterial(files.examine(snapshot));
        this.rotation = new TlsRotation(files, material, snapshot.digest());
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
     * @param clock what tells whether certificates are valid
     * @return the material
     * @throws ConfigurationException if anything about the files is wrong; it names all that is
     */
    public static ClientTls load(TlsConfig config, Function<StoreVariable, String> sources, Clock clock) {
        return load(config, sources, clock, log);
    }

    static ClientTls load(TlsConfig config, Function<StoreVariable, String> sources, Clock clock, Logger log) {
        return new ClientTls(new TlsFiles(config, sources, clock, log));
    }

    /**
     * Logs what is doubtful about the files that were read, and reads them again and again from now on, on a thread of its own; takes up what they
     * hold when it has changed and is good as a whole.
     *
     * @param period how long to wait between two looks; a change is taken up by the second look that finds it
     */
    public void followFiles(Duration period) {
        logDoubts();
        reader.scheduleWithFixedDelay(this::lookAgain, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Logs what is doubtful about the files that were read, for those who do not follow them. */
    public void logDoubts() {
        material.get().doubts().forEach(files.log()::warn);
    }

    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            // Unforeseen; its text may hold anything. Certificates that are never looked at again would expire in
            // silence.
            files.log()
                    .error(
                            "the certificate files could not be looked at ({})",
                            e.getClass().getName());
        }
    }

    /** One look at the files, as {@link #followFiles} makes them. */
    void look() {
        rotation.look();
    }

    /** Leaves the files alone from now on. What was handed out goes on with the material it has. */
    @Override
    public void close() {
        reader.shutdownNow();
    }

    /**
     * The credentials of a gRPC channel. The transport adds what HTTP/2 needs: TLS 1.2 at least, and verification of the channel's authority.
     *
     * @return credentials that may serve any number of channels
     */
    public ChannelCredentials credentials() {
        return NettySslContextChannelCredentials.create(new CurrentSslContext(material));
    }

    /**
     * The current material for sockets. Those must set the endpoint identification algorithm {@code HTTPS}, or they will trust nobody.
     *
     * @return a context for client sockets and engines
     */
    public SSLContext sslContext() {
        try {
            TlsMaterial current = material.get();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {current.keyManager()}, new TrustManager[] {current.trustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no TLS", e);
        }
    }

    /**
     * What presents the client's current certificate, for those who look on while it does.
     *
     * @return the key manager of one handshake
     */
    public X509ExtendedKeyManager keyManager() {
        return material.get().keyManager();
    }

    /**
     * What verifies servers by those currently trusted, for those who look on while it does.
     *
     * @return the trust manager of one handshake
     */
    public X509ExtendedTrustManager trustManager() {
        return material.get().trustManager();
    }

    /**
     * The certificate that the client presents.
     *
     * @return the certificate without its issuers', or empty if none is presented
     */
    public Optional<X509Certificate> clientCertificate() {
        return material.get().clientCertificate();
    }

    /**
     * The certificates that new connections use, each with why what the files hold by now is not used instead.
     *
     * @return what is presented, then who is trusted
     */
    public List<CertificateStatus> certificates() {
        List<CertificateStatus> inUse = material.get().certificates();
        return rotation.refusal()
                .map(why -> inUse.stream()
                        .map(certificate -> certificate.withRefusal(why))
                        .toList())
                .orElse(inUse);
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
