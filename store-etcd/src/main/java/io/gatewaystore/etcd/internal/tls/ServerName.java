package io.gatewaystore.etcd.internal.tls;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.EtcdConfig;
import java.util.regex.Pattern;

/**
 * The name that a server's certificate must carry, as certificates write names: without zone of an address and without final dot.
 *
 * <p>Thread-safe.
 */
public final class ServerName {

    private static final Pattern DOTTED_NUMBERS = Pattern.compile("[0-9.]+");

    private ServerName() {}

    /**
     * The name to demand of a server.
     *
     * @param endpoint the endpoint it is reached at
     * @param config what may name it otherwise
     * @return a name or an address
     */
    public static String of(Endpoint endpoint, EtcdConfig config) {
        String name = config.serverName().orElse(endpoint.host());
        if (isAddress(name)) {
            int zone = name.indexOf('%');
            return zone < 0 ? name : name.substring(0, zone);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /**
     * Tells addresses from names.
     *
     * @param host a host that {@link Endpoint} takes for well-formed
     * @return whether it is an address
     */
    public static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || DOTTED_NUMBERS.matcher(host).matches();
    }

    /**
     * A host as it stands in an authority.
     *
     * @param host a name or an address
     * @return the same, an IPv6 address in brackets
     */
    public static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
