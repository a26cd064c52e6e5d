package io.gatewaystore.testkit.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection through a proxy: two sockets and a pipe each way. Belongs to the proxy's thread. */
final class Link {

    /** Sees what the client sends before it is handed on. */
    interface Inspector {
        void inspect(Link link, ByteBuffer bytes);
    }

    private final SocketChannel client;
    private final SocketChannel server;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private final Pipe toServer;
    private final Pipe toClient;
    private @Nullable Side abandoned;
    private boolean connected;
    private boolean closed;

    Link(
            SocketChannel client,
            SocketChannel server,
            Selector selector,
            Traffic trafficToServer,
            Traffic trafficToClient,
            Inspector inspector)
            throws IOException {
        this.client = client;
        this.server = server;
        long now = System.nanoTime();
        this.toServer = new Pipe(client, server, trafficToServer, bytes -> inspector.inspect(this, bytes), now);
        this.toClient = new Pipe(server, client, trafficToClient, bytes -> {}, now);
        this.clientKey = client.register(selector, 0);
        this.serverKey = server.register(selector, 0);
    }

    Pipe pipe(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    boolean isClosed() {
        return closed;
    }

    void set(Direction direction, Traffic traffic) {
        pipe(direction).set(traffic, System.nanoTime());
    }

    /** Closes one side only; whoever is at the other goes on believing that it is connected. */
    void abandon(Side side) throws IOException {
        abandoned = side;
        (side == Side.CLIENT ? client : server).close();
        pipe(side == Side.CLIENT ? Direction.TO_CLIENT : Direction.TO_SERVER)
                .set(Traffic.swallowed(), System.nanoTime());
    }

    /** Moves what can be moved, and says what to be woken for. */
    void advance(long now) {
        if (closed) {
            return;
        }
        try {
            if (abandoned != null) {
                drain(abandoned == Side.CLIENT ? toClient : toServer, now);
                return;
            }
            connected = connected || server.finishConnect();
            toServer.read(now);
            if (connected) {
                toClient.read(now);
                toServer.write(now);
                toClient.write(now);
            }
            if (isOver()) {
                close();
            } else {
                watchKeys();
            }
        } catch (IOException e) {
            // A side has broken the connection off; the other is to notice.
            close();
        }
    }

    /** Takes what the remaining side sends, until it ends, or traffic is to flow again. */
    private void drain(Pipe pipe, long now) throws IOException {
        pipe.read(now);
        if (pipe.hasNothingMore() || pipe.isWritten()) {
            close();
            return;
        }
        pipe.write(now);
        (abandoned == Side.CLIENT ? serverKey : clientKey).interestOps(pipe.wantsToRead() ? SelectionKey.OP_READ : 0);
    }

    private boolean isOver() {
        boolean bothEnded = toServer.hasEnded() && toClient.hasEnded();
        boolean cut = toServer.isCutDue() || toClient.isCutDue();
        return bothEnded || cut || toServer.isBroken() || toClient.isBroken();
    }

    private void watchKeys() {
        if (!connected) {
            serverKey.interestOps(SelectionKey.OP_CONNECT);
            clientKey.interestOps(toServer.wantsToRead() ? SelectionKey.OP_READ : 0);
            return;
        }
        clientKey.interestOps(interest(toServer, toClient));
        serverKey.interestOps(interest(toClient, toServer));
    }

    private static int interest(Pipe from, Pipe to) {
        return (from.wantsToRead() ? SelectionKey.OP_READ : 0) | (to.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    }

    long nanosToNext(long now) {
        return connected ? Math.min(toServer.nanosToNext(now), toClient.nanosToNext(now)) : Long.MAX_VALUE;
    }

    void close() {
        closed = true;
        Sockets.close(client);
        Sockets.close(server);
    }
}
