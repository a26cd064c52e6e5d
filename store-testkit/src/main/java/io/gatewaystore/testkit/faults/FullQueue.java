package io.gatewaystore.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A listening socket whose queue is full, so that the system lets handshakes go unanswered. Whether the queue is full shows in a connection of
 * its own that is not established.
 */
final class FullQueue implements AutoCloseable {

    private static final int MOST = 50;
    private static final int ESTABLISHED_MILLIS = 200;

    private final ServerSocketChannel listener;
    private final List<Socket> crowd = new ArrayList<>();

    FullQueue(InetSocketAddress address) {
        listener = Sockets.listen(address, 1);
        while (crowd.size() < MOST) {
            if (!join(address)) {
                return;
            }
        }
        close();
        throw new IllegalStateException(
                "the system took " + MOST + " connections to a socket that accepts none (expected: 2 or 3)");
    }

    private boolean join(InetSocketAddress address) {
        Socket socket = new Socket();
        crowd.add(socket);
        try {
            socket.connect(address, ESTABLISHED_MILLIS);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("could not fill the queue of " + address, e);
        }
    }

    @Override
    public void close() {
        try {
            for (Socket socket : crowd) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not close a socket", e);
        }
        Sockets.close(listener);
    }
}
