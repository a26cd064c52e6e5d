package io.gatewaystore.credentials.issue;

import io.gatewaystore.config.Endpoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/** The names in a server certificate: the hosts of the endpoints, and this machine, since etcd dials itself. */
final class AlternativeNames {

    private static final Pattern SCHEME = Pattern.compile("^https?://", Pattern.CASE_INSENSITIVE);
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "::1");
    /** What a listen URL may say; nobody dials it. */
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");

    private final Set<String> names = new LinkedHashSet<>();

    AlternativeNames(List<String> endpoints, List<String> more) {
        endpoints.forEach(endpoint -> add(host(endpoint)));
        more.forEach(this::add);
        names.addAll(THIS_MACHINE);
    }

    private void add(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (!EVERY_ADDRESS.contains(name)) {
            names.add(name);
        }
    }

    private static String host(String endpoint) {
        String address = SCHEME.matcher(endpoint).replaceFirst("");
        return Endpoint.parse(address.endsWith("/") ? address.substring(0, address.length() - 1) : address)
                .host();
    }

    GeneralNames toExtension() {
        return new GeneralNames(names.stream()
                .map(name ->
                        new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }
}
