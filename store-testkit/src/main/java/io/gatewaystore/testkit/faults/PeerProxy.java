package io.gatewaystore.testkit.faults;

import io.gatewaystore.testkit.internal.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy before the peer port of an etcd member, that can cut the member off from some of its peers. {@link
 * io.gatewaystore.testkit.etcd.EtcdCluster#partition} is the easy way to use it.
 *
 * <p>All peers dial the same advertised address, so it is by what they say that the proxy knows them: etcd names the sender in the header
 * {@code X-Server-From} of its requests to a peer. Peers must speak plaintext to each other for that. A link between two members consists of
 * connections either of them opened, so a partition needs a proxy before each.
 *
 * <p>Thread-safe.
 */
public final class PeerProxy implements AutoCloseable {

    private static final Pattern SENDER =
            Pattern.compile("^X-Server-From: ([0-9a-f]{1,16})\\r?$", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    private final String host;
    private final int port;
    private final ProxyLoop loop;

    /** Who opened a link, where that is known. This and the next belong to the proxy's thread. */
    private final Map<Link, Long> senders = new HashMap<>();

    private Set<Long> cutOff = Set.of();

    private PeerProxy(ProxyLoop.ServerAddress server) {
        host = server.loopback();
        port = Ports.free(host, 1).get(0);
        loop = new ProxyLoop(new InetSocketAddress(host, port), server, this::link);
    }

    /**
     * Opens a proxy before a member's peer port. The member need not run yet.
     *
     * @param endpoint host and port the member listens on for peers
     * @return the proxy, which hands everything on
     * @throws IllegalArgumentException if the endpoint is not host and port
     */
    public static PeerProxy before(String endpoint) {
        return new PeerProxy(ProxyLoop.ServerAddress.parse(endpoint));
    }

    /**
     * Returns what the member is to advertise to its peers.
     *
     * @return host and port, an IPv6 literal in brackets
     */
    public String endpoint() {
        return Ports.literal(host) + ":" + port;
    }

    /**
     * Lets nothing pass, either way, on connections that certain peers opened; those of other peers flow. Connections stay open, as with packets
     * that are dropped.
     *
     * @param memberIds the ids of the peers, unsigned; an empty set ends every fault
     */
    public void cutOff(Set<Long> memberIds) {
        Set<Long> peers = Set.copyOf(memberIds);
        loop.call(() -> {
            cutOff = peers;
            senders.forEach(this::rule);
            return peers.size();
        });
    }

    /** Closes all connections and ends the proxy's thread. May be called more than once. */
    @Override
    public void close() {
        loop.close();
    }

    private void rule(Link link, Long sender) {
        Traffic traffic = cutOff.contains(sender) ? Traffic.stalled() : Traffic.flowing();
        link.set(Direction.TO_SERVER, traffic);
        link.set(Direction.TO_CLIENT, traffic);
    }

    private Link link(SocketChannel client, SocketChannel server, Selector selector) throws IOException {
        return new Link(client, server, selector, Traffic.flowing(), Traffic.flowing(), this::inspect);
    }

    /** A probe names nobody, and a later request on its connection may; a head fits into one segment. */
    private void inspect(Link link, ByteBuffer bytes) {
        if (senders.containsKey(link)) {
            return;
        }
        Matcher sender = SENDER.matcher(StandardCharsets.ISO_8859_1.decode(bytes));
        if (sender.find()) {
            senders.keySet().removeIf(Link::isClosed);
            long id = Long.parseUnsignedLong(sender.group(1), 16);
            senders.put(link, id);
            rule(link, id);
        }
    }
}
