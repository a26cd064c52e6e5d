package io.gatewaystore.testkit.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Free ports below those the system gives to outgoing connections.
 *
 * <p>Ports that {@code bind(0)} gives lie among the latter, where a client that redials a killed member is sooner or later
 * connected to itself, and then holds the port the member needs for its restart. For the same reason processes that test at the same time do not draw
 * from the same ports: each claims blocks of its own, and takes their ports in turn.
 *
 * <p>Thread-safe.
 */
public final class Ports {

    private static final int LOWEST = 12_000;
    private static final int BLOCK = 250;
    private static final int BLOCKS = 80;

    private static Block own = Block.claim();

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
            int port = next();
            if (isFree(host, port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new IllegalStateException("no " + count + " free ports on " + host + " up to " + own);
        }
        return List.copyOf(ports);
    }

    /** One that this process was not given before: the server that it was given for may be down for a while only. */
    private static synchronized int next() {
        if (own.isUsedUp()) {
            own = Block.claim();
        }
        return own.next();
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

    /** Ports that no other process is given, unless so many test that no block is left. */
    private static final class Block {

        private final int first;
        /** What tells other processes that the block is taken, as long as this one lives. */
        private final @Nullable ServerSocket claim;

        private int given;

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

        boolean isUsedUp() {
            return given == BLOCK - 1;
        }

        int next() {
            return first + ++given;
        }

        @Override
        public String toString() {
            return (first + given) + (claim == null ? ", among those that others are given too" : "");
        }
    }
}
