package io.gatewaystore.examples.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.examples.Terminal;
import io.gatewaystore.session.Registration;
import io.gatewaystore.session.WhenHeld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/**
 * Does what a core asks it over HTTP, and is known to cores as long as its process is there:
 * {@code java -cp examples/target/gateway.jar io.gatewaystore.examples.dispatch.Runner runner-1}.
 */
public final class Runner implements AutoCloseable {

    static final KeyRange ALL = KeyRange.directory("runners");

    private final HttpServer server;
    private final String address;
    private final Registration registration;

    private Runner(HttpServer server, String address, Registration registration) {
        this.server = server;
        this.address = address;
        this.registration = registration;
    }

    /**
     * Runs until the process is stopped, on the store that the environment describes.
     *
     * @param args the name of the runner
     * @throws IOException if it has no port to listen on
     */
    public static void main(String[] args) throws IOException {
        Terminal.prepare();
        Store store = Store.open();
        Runner runner = start(args[0], store);
        System.out.println(args[0] + ": ready at " + runner.address);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            runner.close();
            store.close();
        }));
    }

    /** Serves on a port of its own, and announces it. */
    static Runner start(String name, Store store) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(name, exchange));
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        // A runner that was started again takes the place of the one that crashed.
        Registration registration =
                store.session().register("runners/" + name, Bytes.utf8(address), WhenHeld.TAKE_OVER);
        server.start();
        return new Runner(server, address, registration);
    }

    private static void answer(String name, HttpExchange exchange) throws IOException {
        try (exchange) {
            String job = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            byte[] result = (job.toUpperCase(Locale.ROOT) + " by " + name).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, result.length);
            exchange.getResponseBody().write(result);
        }
    }

    /** Leaves first, and stops to serve then. */
    @Override
    public void close() {
        registration.close();
        server.stop(1);
    }
}
