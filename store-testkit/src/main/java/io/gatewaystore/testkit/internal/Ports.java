package io.gatewaystore.testkit.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Free ports below those the system gives to outgoing connections.
 *
 * <p>Ports that {@code bind(0)} gives lie among the latter, where a client that redials a killed member is sooner or later
 * connected to itself, and then holds the port the member needs for its restart. For the same reason processes that test at the same time do not draw
 * from the same ports: each claims a block of its own, and takes its ports in turn.
 *
 * <p>Thread-safe.
 */
public final class Ports {

    private static final int LOWEST = 12_000;
    private static final int BLOCK = 500;
    private static final int BLOCKS = 40;

    private static final Block OWN = Block.claim();

    private Ports() {}

    /**
     * Finds ports.
     *
     * @param host the address to listen on
     * @param count how many
     * @return different ports, free on the given address a moment ago
     * @throws IllegalStateException if there are not as many
     */
    public static List<Integer> free(String host, int count) {
        Set<Integer> ports = new LinkedHashSet<>();
        for (int i = 0; i < BLOCK && ports.size() < count; i++) {
            int port = OWN.next();
            if (isFree(host, port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new IllegalStateException("no " + count + " free ports on " + host + " among " + OWN);
        }
        return List.copyOf(ports);
    }

    /**
     * Puts an IPv6 address in brackets.
     *
     * @param host an address or a name
     * @return what to put before a colon and a port
     */
    public static String literal(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The ports of this process. Where so many processes test that no block is left, two share one. */
    private static final class Block {

        private final int first;
        /** What tells other processes that the block is taken, as long as this one lives. */
        private final @Nullable ServerSocket claim;

        private final AtomicInteger taken = new AtomicInteger();

        private Block(int first, @Nullable ServerSocket claim) {
            this.first = first;
            this.claim = claim;
        }

        static Block claim() {
            int start = new SplittableRandom().nextInt(BLOCKS);
            for (int i = 0; i < BLOCKS; i++) {
                int first = LOWEST + (start + i) % BLOCKS * BLOCK;
                ServerSocket claim = claim(first);
                if (claim != null) {
                    return new Block(first, claim);
                }
            }
            return new Block(LOWEST + start * BLOCK, null);
        }

        private static @Nullable ServerSocket claim(int first) {
            try {
                return new ServerSocket(first, 1, InetAddress.getLoopbackAddress());
            } catch (IOException takenByAnother) {
                return null;
            }
        }

        int next() {
            return first + 1 + taken.getAndIncrement() % (BLOCK - 1);
        }

        @Override
        public String toString() {
            return (first + 1) + " to " + (first + BLOCK - 1) + (claim == null ? ", which others draw from too" : "");
        }
    }
}
