package io.gatewaystore.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A server that says back what it is told. */
final class Echo implements AutoCloseable {

    private final ServerSocket server;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();

    Echo() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("echo", this::serve);
    }

    String endpoint() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** How many connections have ended as far as the server knows. */
    int ended() {
        return ended.get();
    }

    long received() {
        return received.get();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                start("echo-connection", () -> echo(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void echo(Socket socket) {
        byte[] buffer = new byte[8192];
        try (socket) {
            for (int read = socket.getInputStream().read(buffer);
                    read > 0;
                    read = socket.getInputStream().read(buffer)) {
                received.addAndGet(read);
                socket.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // It ended all the same.
            return;
        } finally {
            ended.incrementAndGet();
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
