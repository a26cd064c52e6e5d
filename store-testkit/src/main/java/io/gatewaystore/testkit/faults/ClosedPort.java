package io.gatewaystore.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback address that refuses every connection. It is held without listening on it, so nobody else begins to: the port of a server that
 * was closed, or one that was found free, may be another's by the time it is dialled.
 *
 * <p>Thread-safe.
 */
public final class ClosedPort implements AutoCloseable {

    private final Socket holder;

    private ClosedPort(Socket holder) {
        this.holder = holder;
    }

    /**
     * Takes a port.
     *
     * @return the port, which refuses connections until it is closed, and can be given to others from then on
     */
    public static ClosedPort take() {
        try {
            Socket holder = new Socket();
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new ClosedPort(holder);
        } catch (IOException e) {
            throw new UncheckedIOException("no port to hold", e);
        }
    }

    /**
     * Returns the port.
     *
     * @return the port
     */
    public int port() {
        return holder.getLocalPort();
    }

    /**
     * Returns what to dial.
     *
     * @return host and port
     */
    public String endpoint() {
        return "127.0.0.1:" + port();
    }

    /** Gives the port up. */
    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "closed port " + endpoint();
    }
}
