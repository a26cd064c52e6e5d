package io.gatewaystore.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;

/** What is done to sockets in more than one place. */
final class Sockets {

    private Sockets() {}

    /** Listens, on a port that may have been listened on a moment ago. */
    static ServerSocketChannel listen(InetSocketAddress address, int backlog) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open();
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return listener.bind(address, backlog);
        } catch (IOException e) {
            throw new UncheckedIOException("could not listen on " + address, e);
        }
    }

    static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not close a socket", e);
        }
    }
}
