package io.gatewaystore.etcd.internal.probe;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Notes the certificates that the server shows and leaves the judgement to another; without another, nobody is trusted. */
final class ObservingTrustManager extends X509ExtendedTrustManager {

    private final @Nullable X509ExtendedTrustManager judge;
    private final ObservedHandshake handshake;

    ObservingTrustManager(@Nullable X509ExtendedTrustManager judge, ObservedHandshake handshake) {
        this.judge = judge;
        this.handshake = handshake;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        handshake.serverShowed(chain);
        if (judge == null) {
            throw new CertificateException("looking only");
        }
        judge.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        throw unexpected();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw unexpected();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        throw unexpected();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        throw unexpected();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw unexpected();
    }

    private static CertificateException unexpected() {
        return new CertificateException("only the sockets of a probe come here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge == null ? new X509Certificate[0] : judge.getAcceptedIssuers();
    }
}
