package io.gatewaystore.etcd;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes the first connections on to a port, and ends the TLS handshakes of all others with the alert {@code handshake_failure}. */
final class FickleServer implements AutoCloseable {

    private static final byte[] HANDSHAKE_FAILURE = {21, 3, 3, 0, 2, 2, 40};

    private final Forwarder forwarder;
    private final ServerSocket listener;
    private final int passed;

    FickleServer(int target, int passed) {
        this.passed = passed;
        this.forwarder = new Forwarder(target);
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "fickle-server");
        thread.setDaemon(true);
        thread.start();
    }

    String endpoint() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void accept() {
        try {
            for (int i = 0; i < passed; i++) {
                forwarder.take(listener.accept());
            }
            while (true) {
                try (Socket client = listener.accept()) {
                    refuse(client);
                }
            }
        } catch (IOException closed) {
            forwarder.close();
        }
    }

    /** Closes when the client has: an end with unread bytes would take the alert along. */
    private static void refuse(Socket client) {
        try {
            client.getInputStream().read(new byte[16_384]);
            client.getOutputStream().write(HANDSHAKE_FAILURE);
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // It has had enough.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        forwarder.close();
    }
}
