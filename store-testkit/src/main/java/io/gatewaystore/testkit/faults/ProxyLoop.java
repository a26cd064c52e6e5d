package io.gatewaystore.testkit.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a proxy: it accepts, connects, and moves bytes; all links belong to it. Whatever else is to happen to them is given to it as a
 * command.
 */
final class ProxyLoop implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final long END_MILLIS = 10_000;

    /** Makes links and decides what becomes of somebody who connects. Called by the proxy's thread. */
    interface Owner {
        Link link(SocketChannel client, SocketChannel server, Selector selector) throws IOException;
    }

    private final InetSocketAddress address;
    private final ServerAddress server;
    private final Owner owner;
    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Set<Link> links = new LinkedHashSet<>();
    private @Nullable ServerSocketChannel listener;
    private Admission admission = Admission.ACCEPTED;
    private long accepted;
    private long bytesToServer;
    private long bytesToClient;
    private long bytesSwallowed;
    private volatile boolean stopping;

    ProxyLoop(InetSocketAddress address, ServerAddress server, Owner owner) {
        this.address = address;
        this.server = server;
        this.owner = owner;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("could not open a selector", e);
        }
        this.thread = new Thread(this::loop, "fault-proxy-" + address.getPort());
        thread.setDaemon(true);
        listen();
        thread.start();
    }

    /** Runs a command on the proxy's thread and waits for its result. */
    <T> T call(Supplier<T> command) {
        CompletableFuture<T> result = new CompletableFuture<>();
        commands.add(() -> {
            try {
                result.complete(command.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        selector.wakeup();
        if (stopping) {
            throw new IllegalStateException("the proxy is closed");
        }
        return result.join();
    }

    /** For commands: the links there are. */
    List<Link> links() {
        return List.copyOf(links);
    }

    /** For commands. */
    void admit(Admission newAdmission) {
        admission = newAdmission;
        boolean listens = newAdmission == Admission.ACCEPTED || newAdmission == Admission.CLOSED;
        if (listens && listener == null) {
            listen();
        } else if (!listens && listener != null) {
            Sockets.close(listener);
            listener = null;
            releasePort();
        }
    }

    /** For commands. */
    ProxyCounts counts() {
        long toServer = bytesToServer;
        long toClient = bytesToClient;
        long swallowed = bytesSwallowed;
        for (Link link : links) {
            toServer += link.pipe(Direction.TO_SERVER).passed();
            toClient += link.pipe(Direction.TO_CLIENT).passed();
            swallowed += swallowedBy(link);
        }
        return new ProxyCounts(accepted, links.size(), toServer, toClient, swallowed);
    }

    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        try {
            ServerSocketChannel opened = Sockets.listen(address, BACKLOG);
            opened.configureBlocking(false);
            opened.register(selector, SelectionKey.OP_ACCEPT);
            listener = opened;
        } catch (IOException e) {
            throw new UncheckedIOException("could not listen on " + address, e);
        }
    }

    /** A channel that is closed while it is registered keeps its port until the next selection. */
    private void releasePort() {
        try {
            selector.selectNow();
        } catch (IOException e) {
            throw new UncheckedIOException("could not select", e);
        }
    }

    private void loop() {
        try {
            while (!stopping) {
                selector.select(millisToNext());
                selector.selectedKeys().clear();
                // Whoever connected before a command was given is an existing connection to it.
                accept();
                runCommands();
                advance();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy at " + address + " broke down", e);
        } finally {
            end();
        }
    }

    private void runCommands() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    private void accept() throws IOException {
        while (listener != null) {
            SocketChannel client = listener.accept();
            if (client == null) {
                return;
            }
            accepted++;
            if (admission == Admission.ACCEPTED) {
                connect(client);
            } else {
                client.close();
            }
        }
    }

    private void connect(SocketChannel client) throws IOException {
        SocketChannel towards = SocketChannel.open();
        try {
            prepare(client);
            prepare(towards);
            towards.connect(server.resolve());
            links.add(owner.link(client, towards, selector));
        } catch (IOException e) {
            // Nobody is there; the client is to notice.
            towards.close();
            client.close();
        }
    }

    private static void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    private void advance() {
        long now = System.nanoTime();
        for (Link link : links()) {
            link.advance(now);
            if (link.isClosed()) {
                links.remove(link);
                bytesToServer += link.pipe(Direction.TO_SERVER).passed();
                bytesToClient += link.pipe(Direction.TO_CLIENT).passed();
                bytesSwallowed += swallowedBy(link);
            }
        }
    }

    private static long swallowedBy(Link link) {
        return link.pipe(Direction.TO_SERVER).swallowed()
                + link.pipe(Direction.TO_CLIENT).swallowed();
    }

    /** As {@link Selector#select(long)} takes it: 0 for as long as it takes. */
    private long millisToNext() {
        long now = System.nanoTime();
        long nanos = Long.MAX_VALUE;
        for (Link link : links) {
            nanos = Math.min(nanos, link.nanosToNext(now));
        }
        return nanos == Long.MAX_VALUE ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    private void end() {
        stopping = true;
        links.forEach(Link::close);
        links.clear();
        if (listener != null) {
            Sockets.close(listener);
        }
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("could not close a selector", e);
        } finally {
            runCommands();
        }
    }

    /** Where the server is, looked up for each connection. */
    record ServerAddress(String host, int port) {

        static ServerAddress parse(String endpoint) {
            int colon = endpoint.lastIndexOf(':');
            if (colon < 1 || !endpoint.substring(colon + 1).matches("\\d{1,5}")) {
                throw new IllegalArgumentException("endpoint: '" + endpoint + "' (expected: host:port)");
            }
            String host = endpoint.substring(0, colon);
            boolean literal = host.startsWith("[") && host.endsWith("]");
            return new ServerAddress(
                    literal ? host.substring(1, host.length() - 1) : host,
                    Integer.parseInt(endpoint.substring(colon + 1)));
        }

        InetSocketAddress resolve() throws IOException {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        }

        /** The loopback address of the server's family, for the proxy to listen on. */
        String loopback() {
            return host.contains(":") ? "::1" : "127.0.0.1";
        }
    }
}
