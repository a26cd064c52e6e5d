package io.gatewaystore.etcd;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that is about to end. On its first connection it answers the first request by saying that it has seen none (GOAWAY, without an error);
 * what comes after that connection is passed on to another server.
 */
final class Farewell implements AutoCloseable {

    private static final int PREFACE = 24;
    private static final int HEADERS = 1;
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final byte[] SETTINGS_ACKNOWLEDGED = {0, 0, 0, 4, 1, 0, 0, 0, 0};
    private static final byte[] GOAWAY = {0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private final ServerSocket listener;
    private final Forwarder successor;
    private final AtomicInteger turnedAway = new AtomicInteger();

    Farewell(int target) {
        successor = new Forwarder(target);
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Forwarder.start(this::serve);
    }

    String endpoint() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    int requestsTurnedAway() {
        return turnedAway.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        successor.close();
    }

    private void serve() {
        try {
            Socket first = listener.accept();
            Forwarder.start(() -> turnAway(first));
            while (true) {
                successor.take(listener.accept());
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    private void turnAway(Socket client) {
        try (client) {
            talk(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void talk(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        out.write(SETTINGS);
        in.skipNBytes(PREFACE);
        while (true) {
            int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.skipNBytes(4 + length);
            if (type == HEADERS) {
                turnedAway.incrementAndGet();
                out.write(GOAWAY);
                // Until the client hangs up: a connection that breaks would be another reason.
                in.transferTo(OutputStream.nullOutputStream());
                return;
            }
            if (type == SETTINGS[3] && flags == 0) {
                out.write(SETTINGS_ACKNOWLEDGED);
            }
        }
    }
}
