package io.gatewaystore.etcd.internal.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Verifies servers as etcd's own clients do, where the JDK is less strict: a certificate's common name stands for no host, and an authority vouches for
 * nobody when it is not valid itself. Refuses to verify for a connection that was set up without verification of the server's name.
 */
final class ServerVerification extends X509ExtendedTrustManager {

    private final TrustAnchors trust;

    ServerVerification(TrustAnchors trust) {
        this.trust = trust;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        requireNameVerification(engine == null ? null : engine.getSSLParameters());
        trust.now().checkServerTrusted(chain, authType, engine);
        requireName(chain[0], engine == null ? null : engine.getHandshakeSession());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        requireNameVerification(socket instanceof SSLSocket secured ? secured.getSSLParameters() : null);
        trust.now().checkServerTrusted(chain, authType, socket);
        requireName(chain[0], socket instanceof SSLSocket secured ? secured.getHandshakeSession() : null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        requireNameVerification(null);
    }

    private static void requireNameVerification(@Nullable SSLParameters parameters) throws CertificateException {
        if (parameters == null || !"HTTPS".equalsIgnoreCase(parameters.getEndpointIdentificationAlgorithm())) {
            throw new CertificateException("the connection was set up without verification of the server's name");
        }
    }

    /** Where a certificate holds no names, the JDK makes do with its common name, against RFC 6125. */
    private static void requireName(X509Certificate certificate, @Nullable SSLSession session)
            throws CertificateException {
        String host = session == null ? null : session.getPeerHost();
        if (host == null || !(ServerName.isAddress(host) || CertificateNames.holdsName(certificate))) {
            throw new CertificateException("No subject alternative DNS name matching " + host + " found");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        refuseClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        refuseClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        refuseClients();
    }

    private static void refuseClients() throws CertificateException {
        throw new CertificateException("this is a client; it verifies servers only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.acceptedIssuers();
    }
}
