package io.gatewaystore.etcd.internal.probe;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/** An HTTP/1.1 server that answers every request in the same way. */
final class VersionServer implements AutoCloseable {

    private final HttpServer server;

    private VersionServer(HttpServer server, int status, String body) {
        this.server = server;
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    static VersionServer answering(int status, String body) throws IOException {
        return new VersionServer(HttpServer.create(anyPort(), 0), status, body);
    }

    static VersionServer answering(int status, String body, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new VersionServer(server, status, body);
    }

    static String document(String version) {
        return "{\"etcdserver\":\"" + version + "\",\"etcdcluster\":\"" + version + "\"}";
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    String endpoint() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
