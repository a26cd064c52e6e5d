package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;

/** Puts into words what is wrong with an endpoint and which setting to change. */
final class Diagnosis {

    static final String HOSTS = StoreVariable.ETCD_HOSTS.variableName();

    private final Endpoint endpoint;

    Diagnosis(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    EndpointFailedException failure(ConnectionFailure kind, String reason, String remedy, Throwable cause) {
        return new EndpointFailedException(new Attempt(endpoint.toString(), kind, reason, remedy), cause);
    }

    EndpointFailedException unknownHost(UnknownHostException cause) {
        return failure(
                ConnectionFailure.UNKNOWN_HOST,
                "the host name '" + endpoint.host() + "' cannot be resolved",
                "Correct the name in " + HOSTS + ", or make it known to the name service.",
                cause);
    }

    EndpointFailedException unreachable(InetSocketAddress address, IOException cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof SocketTimeoutException || text.contains("timed out")) {
            return timeout("connecting", cause);
        }
        if (cause instanceof NoRouteToHostException || text.contains("unreachable")) {
            return failure(
                    ConnectionFailure.OTHER,
                    "no way leads to " + address.getAddress().getHostAddress() + ": " + cause.getMessage(),
                    "Correct the host in " + HOSTS
                            + ", or look at the routes and for a firewall that rejects connections.",
                    cause);
        }
        if (cause instanceof ConnectException) {
            return failure(
                    ConnectionFailure.REFUSED,
                    "connection refused, nothing listens on port " + address.getPort() + " of "
                            + address.getAddress().getHostAddress(),
                    "Start etcd, or correct host and port in " + HOSTS + " (the port of etcd's client URL, usually "
                            + Endpoint.DEFAULT_PORT + ").",
                    cause);
        }
        return other(cause);
    }

    EndpointFailedException timeout(String stage, Throwable cause) {
        return failure(
                ConnectionFailure.TIMEOUT,
                "no answer in time while " + stage,
                "Correct host and port in " + HOSTS + ", look for a firewall between, or raise "
                        + StoreVariable.ETCD_CONNECT_TIMEOUT + " if the network is slow.",
                cause);
    }

    EndpointFailedException notEtcd(Answer answer) {
        return failure(
                ConnectionFailure.NOT_ETCD,
                "what listens there is not etcd: it " + answer.description(),
                "Correct host and port in " + HOSTS + "; they are those of etcd's client URL.",
                answer.beneath());
    }

    EndpointFailedException noHttp2(Throwable cause) {
        return failure(
                ConnectionFailure.NO_HTTP2,
                "the server speaks no HTTP/2, without which there is no gRPC",
                "Name etcd itself in " + HOSTS + ", or let the proxy before it pass HTTP/2 on.",
                cause);
    }

    EndpointFailedException serverSpeaksTls(Throwable cause) {
        return failure(
                ConnectionFailure.SERVER_SPEAKS_TLS,
                "the server speaks TLS and this client plaintext",
                "Set " + StoreVariable.ETCD_USE_TLS.assign("true") + ".",
                cause);
    }

    EndpointFailedException serverSpeaksPlaintext(Throwable cause) {
        return failure(
                ConnectionFailure.SERVER_SPEAKS_PLAINTEXT,
                "this client speaks TLS and the server plaintext",
                "Give etcd a certificate and an https client URL, or set " + StoreVariable.ETCD_USE_TLS.assign("false")
                        + ".",
                cause);
    }

    EndpointFailedException other(Throwable cause) {
        return failure(
                ConnectionFailure.OTHER,
                "connecting failed: " + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
                "Check that " + HOSTS + " names etcd's client URL, and etcd's log.",
                cause);
    }

    /** The version itself if this client works with it. */
    EtcdVersion supported(EtcdVersion version) throws EndpointFailedException {
        if (version.isSupported()) {
            return version;
        }
        throw failure(
                ConnectionFailure.SERVER_TOO_OLD,
                "the server is etcd " + version.text() + ", which is too old",
                "Upgrade etcd from " + version.text() + " to 3.5 or later, or name another cluster in " + HOSTS + ".",
                new IOException("etcd " + version.text()));
    }
}
