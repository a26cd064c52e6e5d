package io.gatewaystore.testkit.faults;

import io.gatewaystore.testkit.internal.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on the loopback address that misbehaves as it is told, while it runs. It knows nothing of what it carries, so TLS goes through it
 * as anything else does; a certificate has to name the address the client dials, {@code 127.0.0.1} or {@code ::1}.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.before(etcd.member(0).endpoint());
 *         Store store = Store.open(configFor(proxy.endpoint()))) {
 *     proxy.set(Direction.TO_CLIENT, Traffic.stalled());  // requests arrive, answers do not
 *     ...
 *     proxy.heal();
 * }
 * }</pre>
 *
 * <p>What is set holds when the method returns: no byte that arrives later is treated otherwise. The port stays the same for the life of the
 * proxy. To put proxies before every member of a cluster, see {@link io.gatewaystore.testkit.etcd.EtcdCluster#throughProxies()}.
 *
 * <p>Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {

    private final InetSocketAddress address;
    private final String host;
    private final ProxyLoop loop;
    private final Lock admissionLock = new ReentrantLock();
    private @Nullable FullQueue fullQueue;

    /** For connections to come; belongs to the proxy's thread. */
    private final Map<Direction, Traffic> later = new EnumMap<>(Direction.class);

    private FaultProxy(ProxyLoop.ServerAddress server) {
        host = server.loopback();
        address = new InetSocketAddress(host, Ports.free(host, 1).get(0));
        later.put(Direction.TO_SERVER, Traffic.flowing());
        later.put(Direction.TO_CLIENT, Traffic.flowing());
        loop = new ProxyLoop(address, server, this::link);
    }

    /**
     * Opens a proxy before a server, on a free port. The server need not be there yet.
     *
     * @param endpoint host and port of the server, an IPv6 literal in brackets
     * @return the proxy, which hands everything on
     * @throws IllegalArgumentException if the endpoint is not host and port
     */
    public static FaultProxy before(String endpoint) {
        return new FaultProxy(ProxyLoop.ServerAddress.parse(endpoint));
    }

    /**
     * Returns where clients connect.
     *
     * @return host and port, an IPv6 literal in brackets
     */
    public String endpoint() {
        return Ports.literal(host) + ":" + port();
    }

    /**
     * Returns the port clients connect to.
     *
     * @return the port
     */
    public int port() {
        return address.getPort();
    }

    /**
     * Sets what happens to all bytes, both ways, on all connections.
     *
     * @param traffic what happens
     */
    public void set(Traffic traffic) {
        set(Direction.TO_SERVER, traffic);
        set(Direction.TO_CLIENT, traffic);
    }

    /**
     * Sets what happens to the bytes that travel one way, on all connections.
     *
     * @param direction the way
     * @param traffic what happens
     */
    public void set(Direction direction, Traffic traffic) {
        set(Connections.ALL, direction, traffic);
    }

    /**
     * Sets what happens to the bytes that travel one way.
     *
     * @param connections on which connections
     * @param direction the way
     * @param traffic what happens
     */
    public void set(Connections connections, Direction direction, Traffic traffic) {
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(traffic, "traffic");
        command(() -> {
            if (connections != Connections.EXISTING) {
                later.put(direction, traffic);
            }
            if (connections != Connections.LATER) {
                loop.links().forEach(link -> link.set(direction, traffic));
            }
        });
    }

    /**
     * Sets what happens to those who connect from now on.
     *
     * @param admission what happens
     */
    public void admit(Admission admission) {
        Objects.requireNonNull(admission, "admission");
        admissionLock.lock();
        try {
            if (fullQueue != null) {
                fullQueue.close();
                fullQueue = null;
            }
            command(() -> loop.admit(admission));
            if (admission == Admission.UNANSWERED) {
                fullQueue = new FullQueue(address);
            }
        } finally {
            admissionLock.unlock();
        }
    }

    /** Closes all connections, at both sides. New ones are dealt with as before. */
    public void disconnect() {
        command(() -> loop.links().forEach(Link::close));
    }

    /**
     * Leaves all connections half open: one side is closed, the other goes on believing that it is connected, may send, and gets no answer. They are
     * closed for good when that other side ends them, or by {@link #heal()}.
     *
     * @param side which side is closed
     */
    public void disconnect(Side side) {
        Objects.requireNonNull(side, "side");
        command(() -> {
            try {
                for (Link link : loop.links()) {
                    link.abandon(side);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("could not close a connection", e);
            }
        });
    }

    /** Ends all faults: connections are accepted, and bytes flow. Connections that lost bytes or a side are closed. */
    public void heal() {
        admit(Admission.ACCEPTED);
        set(Traffic.flowing());
    }

    /**
     * Tells what went through so far.
     *
     * @return the numbers
     */
    public ProxyCounts counts() {
        return loop.call(loop::counts);
    }

    /** Closes all connections and ends the proxy's thread. May be called more than once. */
    @Override
    public void close() {
        admissionLock.lock();
        try {
            if (fullQueue != null) {
                fullQueue.close();
                fullQueue = null;
            }
        } finally {
            admissionLock.unlock();
        }
        loop.close();
    }

    @Override
    public String toString() {
        return "proxy at " + endpoint();
    }

    private void command(Runnable command) {
        loop.call(() -> {
            command.run();
            return true;
        });
    }

    private Link link(SocketChannel client, SocketChannel server, Selector selector) throws IOException {
        return new Link(
                client,
                server,
                selector,
                Objects.requireNonNull(later.get(Direction.TO_SERVER), "traffic"),
                Objects.requireNonNull(later.get(Direction.TO_CLIENT), "traffic"),
                (link, bytes) -> {});
    }
}
