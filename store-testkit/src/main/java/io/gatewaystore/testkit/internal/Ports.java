package io.gatewaystore.testkit.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Free ports below those the system gives to outgoing connections.
 *
 * <p>Ports that {@code bind(0)} gives lie among the latter, where a client that redials a killed member is sooner or later
 * connected to itself, and then holds the port the member needs for its restart.
 *
 * <p>Thread-safe.
 */
public final class Ports {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;

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
        SplittableRandom random = new SplittableRandom();
        Set<Integer> ports = new LinkedHashSet<>();
        for (int i = 0; i < TRIES && ports.size() < count; i++) {
            int port = random.nextInt(LOWEST, HIGHEST);
            if (isFree(host, port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new IllegalStateException("no free ports on " + host + " between " + LOWEST + " and " + HIGHEST);
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
}
