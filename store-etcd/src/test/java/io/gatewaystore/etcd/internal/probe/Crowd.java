package io.gatewaystore.etcd.internal.probe;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Connections that fill the queue of a server that accepts none. */
final class Crowd implements AutoCloseable {

    private static final int MOST = 50;

    private final List<Socket> sockets = new ArrayList<>();

    private Crowd() {}

    static Crowd before(ServerSocket server) throws IOException {
        Crowd crowd = new Crowd();
        for (int i = 0; i < MOST; i++) {
            Socket socket = new Socket();
            crowd.sockets.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException e) {
                return crowd;
            }
        }
        throw new IOException("the queue took " + MOST + " connections and is still not full");
    }

    int size() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
