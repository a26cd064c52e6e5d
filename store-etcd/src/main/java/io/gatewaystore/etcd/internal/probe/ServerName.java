package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.EtcdConfig;
import java.util.regex.Pattern;

/** The name that a server's certificate must carry, as certificates write names: without zone of an address and without final dot. */
final class ServerName {

    private static final Pattern DOTTED_NUMBERS = Pattern.compile("[0-9.]+");

    private ServerName() {}

    static String of(Endpoint endpoint, EtcdConfig config) {
        String name = config.serverName().orElse(endpoint.host());
        if (isAddress(name)) {
            int zone = name.indexOf('%');
            return zone < 0 ? name : name.substring(0, zone);
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** Whether a host that {@link Endpoint} takes for well-formed is an address. */
    static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || DOTTED_NUMBERS.matcher(host).matches();
    }

    /** As it stands in an authority. */
    static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
