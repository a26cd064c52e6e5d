package io.gatewaystore.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where one member of an etcd cluster listens for clients. Names are not resolved here.
 *
 * <p>Immutable.
 *
 * @param host a host name, an IPv4 address, or an IPv6 address without brackets; in lower case
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    /** The port of an endpoint that names none. */
    public static final int DEFAULT_PORT = 2379;

    private static final int MAX_PORT = 65_535;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\\.?");
    private static final Pattern DOTTED_NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*(%[a-z0-9_.-]+)?");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    /**
     * Checks the parts and puts the host into lower case.
     *
     * @param host a host name, an IPv4 address, or an IPv6 address without brackets
     * @param port 1 to 65535
     * @throws IllegalArgumentException if the host is neither a name nor an address, or the port is out of range; the
     *     message says which
     */
    public Endpoint {
        host = checkHost(host);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be 1.." + MAX_PORT);
        }
    }

    /**
     * Reads {@code host}, {@code host:port}, {@code [ipv6]} or {@code [ipv6]:port}; without a port it is
     * {@value #DEFAULT_PORT}.
     *
     * @param text the text, without a scheme
     * @return the endpoint
     * @throws IllegalArgumentException if the text has another form; the message says what is wrong with it
     */
    public static Endpoint parse(String text) {
        if (text.startsWith("[")) {
            return parseBracketed(text);
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new Endpoint(text, DEFAULT_PORT);
        }
        if (text.indexOf(':', colon + 1) >= 0) {
            throw new IllegalArgumentException(
                    "there is more than one colon; an IPv6 address needs brackets, as in [::1]:" + DEFAULT_PORT);
        }
        return new Endpoint(text.substring(0, colon), parsePort(text.substring(colon + 1)));
    }

    private static Endpoint parseBracketed(String text) {
        int bracket = text.indexOf(']');
        if (bracket < 0) {
            throw new IllegalArgumentException("the closing ']' is missing");
        }
        String host = text.substring(1, bracket);
        String rest = text.substring(bracket + 1);
        if (!isIpv6(host.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("only an IPv6 address stands in brackets");
        }
        if (rest.isEmpty()) {
            return new Endpoint(host, DEFAULT_PORT);
        }
        if (rest.charAt(0) != ':') {
            throw new IllegalArgumentException("after ']' comes nothing or a colon and a port");
        }
        return new Endpoint(host, parsePort(rest.substring(1)));
    }

    private static int parsePort(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the port after the colon is missing");
        }
        if (!DIGITS.matcher(text).matches()) {
            throw new IllegalArgumentException("the port is not a number");
        }
        return text.length() > 5 ? MAX_PORT + 1 : Integer.parseInt(text);
    }

    /**
     * Checks that a text is a host, for the endpoint itself and for names to expect in certificates.
     *
     * @return the host in lower case
     */
    static String checkHost(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host is missing");
        }
        if (host.indexOf(':') >= 0) {
            if (!isIpv6(host)) {
                throw new IllegalArgumentException(
                        host.indexOf(':') == host.lastIndexOf(':')
                                ? "a port does not belong here"
                                : "the IPv6 address is malformed");
            }
        } else if (DOTTED_NUMBERS.matcher(host).matches()) {
            if (!IPV4.matcher(host).matches()) {
                throw new IllegalArgumentException("the IPv4 address is malformed");
            }
        } else if (!NAME.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "the host is not a name of letters, digits, hyphens and dots, nor an address");
        }
        return host;
    }

    private static boolean isIpv6(String host) {
        return IPV6.matcher(host).matches() && isAddress(withoutZone(host));
    }

    /** The zone names an interface of the machine that connects, which need not be this one. */
    private static String withoutZone(String host) {
        int zone = host.indexOf('%');
        return zone < 0 ? host : host.substring(0, zone);
    }

    private static boolean isAddress(String ipv6) {
        try {
            return InetAddress.getByName("[" + ipv6 + "]").getAddress().length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Whether the endpoint is on this machine as far as its text tells: {@code localhost} and names below it, and the
     * loopback addresses.
     *
     * @return true if connections certainly stay on this machine
     */
    public boolean isLoopback() {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        if (host.indexOf(':') < 0 && !IPV4.matcher(host).matches()) {
            return false;
        }
        try {
            // Only literals come here, and for those no name service is asked.
            return InetAddress.getByName(withoutZone(host)).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * The endpoint as it is written in {@link StoreVariable#ETCD_HOSTS}.
     *
     * @return {@code host:port}, an IPv6 address in brackets
     */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
