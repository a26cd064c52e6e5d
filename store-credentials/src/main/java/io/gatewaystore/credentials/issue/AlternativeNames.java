package io.gatewaystore.credentials.issue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The names in a server certificate: the hosts of the endpoints, and this machine, since etcd dials itself. */
final class AlternativeNames {

    private final Set<HostName> names = new LinkedHashSet<>();

    AlternativeNames(List<String> endpoints, List<String> more) {
        endpoints.stream().map(HostName::ofEndpoint).forEach(this::add);
        more.stream().map(HostName::new).forEach(this::add);
        HostName.ofThisMachine().forEach(this::add);
    }

    private void add(HostName host) {
        if (!host.isEveryAddress()) {
            names.add(host);
        }
    }

    GeneralNames toExtension() {
        return new GeneralNames(names.stream()
                .map(name ->
                        new GeneralName(name.isAddress() ? GeneralName.iPAddress : GeneralName.dNSName, name.text()))
                .toArray(GeneralName[]::new));
    }
}
