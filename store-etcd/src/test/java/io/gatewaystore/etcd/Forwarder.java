package io.gatewaystore.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Passes connections on to a port as they are, until it cuts them. */
final class Forwarder implements AutoCloseable {

    private final int target;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    Forwarder(int target) {
        this.target = target;
    }

    /** Passes on one more connection. */
    void take(Socket near) throws IOException {
        open.add(near);
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(far);
        start(() -> pump(near, far));
        start(() -> pump(far, near));
    }

    /** Ends all connections there are. */
    @Override
    public void close() {
        for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
            close(socket);
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // One side has ended, and with it ends the other.
            return;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void start(Runnable task) {
        Thread thread = new Thread(task, "forwarder");
        thread.setDaemon(true);
        thread.start();
    }
}
