package io.gatewaystore.credentials.issue;

import io.gatewaystore.config.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.util.IPAddress;

/**
 * A host as certificates name it: a DNS name in lower case, or an IP address in its normal form.
 *
 * <p>Immutable.
 *
 * @param text the name or address
 */
public record HostName(String text) {

    private static final Pattern SCHEME = Pattern.compile("^https?://", Pattern.CASE_INSENSITIVE);
    private static final String LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern DNS_NAME = Pattern.compile("(?:\\*\\.)?" + LABEL + "(?:\\." + LABEL + ")*\\.?");
    private static final int LONGEST = 253;
    /** What a listen URL may say; nobody dials it. */
    private static final List<String> EVERY_ADDRESS = List.of("0.0.0.0", "0:0:0:0:0:0:0:0");

    private static final List<HostName> THIS_MACHINE =
            List.of(new HostName("localhost"), new HostName("127.0.0.1"), new HostName("::1"));

    /**
     * Brings a name into its form.
     *
     * @param text a DNS name, which may begin with {@code *.}, or an IP address without brackets
     * @throws IllegalArgumentException if it is neither
     */
    public HostName {
        String name = text.strip().toLowerCase(Locale.ROOT);
        if (IPAddress.isValid(name)) {
            name = normal(name);
        } else if (!DNS_NAME.matcher(name).matches() || name.length() > LONGEST) {
            throw new IllegalArgumentException("'" + text
                    + "' is no host name and no IP address; expected for example etcd1.example.com or 10.0.0.1");
        }
        text = name;
    }

    private static String normal(String address) {
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + address + "' is no IP address", e);
        }
    }

    /**
     * What stands for this machine, whatever it is called.
     *
     * @return {@code localhost} and the loopback addresses
     */
    public static List<HostName> ofThisMachine() {
        return THIS_MACHINE;
    }

    /**
     * The hosts among some texts.
     *
     * @param texts names, addresses, and other things that certificates name or files hold
     * @return those that are hosts, in their order
     */
    public static List<HostName> among(Collection<String> texts) {
        return texts.stream().flatMap(HostName::parsed).toList();
    }

    private static Stream<HostName> parsed(String text) {
        try {
            return Stream.of(new HostName(text));
        } catch (IllegalArgumentException e) {
            // No server certificate of ours could name it.
            return Stream.empty();
        }
    }

    /**
     * The host of an endpoint.
     *
     * @param endpoint {@code host:port}, with or without {@code http://} or {@code https://}
     * @return its host
     * @throws IllegalArgumentException if the endpoint is none
     */
    public static HostName ofEndpoint(String endpoint) {
        return new HostName(endpoint(endpoint).host());
    }

    /**
     * Reads an endpoint.
     *
     * @param endpoint {@code host:port}, with or without {@code http://} or {@code https://}
     * @return its host and port
     * @throws IllegalArgumentException if it is none
     */
    public static Endpoint endpoint(String endpoint) {
        String address = SCHEME.matcher(endpoint).replaceFirst("");
        return Endpoint.parse(address.endsWith("/") ? address.substring(0, address.length() - 1) : address);
    }

    /**
     * Whether it is an address.
     *
     * @return false for a DNS name
     */
    public boolean isAddress() {
        return IPAddress.isValid(text);
    }

    /**
     * Whether it stands for all addresses of a machine, at which a server may listen and nobody can call it.
     *
     * @return true for {@code 0.0.0.0} and {@code ::}
     */
    public boolean isEveryAddress() {
        return EVERY_ADDRESS.contains(text);
    }

    /**
     * Whether a client that calls this host accepts a certificate with some names.
     *
     * @param names the names of the certificate, some of which may begin with {@code *.}
     * @return true if one of them is, or covers, this one
     */
    public boolean isNamedBy(Collection<HostName> names) {
        int dot = text.indexOf('.');
        return names.contains(this)
                || (!isAddress() && dot > 0 && names.contains(new HostName("*" + text.substring(dot))));
    }

    @Override
    public String toString() {
        return text;
    }
}
