package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.etcd.internal.tls.ServerName;
import io.gatewaystore.spi.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A TLS connection that keeps what its handshake showed. */
final class TlsConnection implements Closeable {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final ObservedHandshake handshake = new ObservedHandshake();
    private final SSLSocket socket;

    /**
     * Prepares a connection.
     *
     * @param tcp the connection beneath, closed with this one
     * @param name what the server's certificate must be for
     * @param port the server's port
     * @param tls whom to trust and what to show, or null to look at the server and trust it in nothing
     */
    TlsConnection(Socket tcp, String name, int port, @Nullable ClientTls tls) throws IOException {
        this.socket = (SSLSocket) context(tls).getSocketFactory().createSocket(tcp, name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(PROTOCOLS);
        indicateName(parameters, name);
        socket.setSSLParameters(parameters);
    }

    private SSLContext context(@Nullable ClientTls tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    tls == null
                            ? new KeyManager[0]
                            : new KeyManager[] {new ObservingKeyManager(tls.keyManager(), handshake)},
                    new TrustManager[] {new ObservingTrustManager(tls == null ? null : tls.trustManager(), handshake)},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no TLS", e);
        }
    }

    /** JSSE by itself indicates only names with a dot in them, gRPC's transport all. */
    private static void indicateName(SSLParameters parameters, String name) {
        if (ServerName.isAddress(name)) {
            return;
        }
        try {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        } catch (IllegalArgumentException e) {
            // Names with an underscore resolve, and yet cannot be indicated.
            parameters.setServerNames(List.of());
        }
    }

    void handshake(List<String> applicationProtocols, Deadline deadline) throws IOException {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(SocketTime.left(deadline));
        socket.startHandshake();
    }

    SSLSocket socket() {
        return socket;
    }

    ObservedHandshake observed() {
        return handshake;
    }

    boolean isHttp2() {
        return "h2".equals(socket.getApplicationProtocol());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, closed or not.
            return;
        }
    }
}
