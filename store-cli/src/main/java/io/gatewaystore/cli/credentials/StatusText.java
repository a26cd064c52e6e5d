package io.gatewaystore.cli.credentials;

import io.gatewaystore.credentials.procedure.DeploymentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** A status for people. */
final class StatusText {

    private StatusText() {}

    static List<String> of(DeploymentStatus status) {
        List<String> lines = new ArrayList<>();
        lines.add("TLS is " + status.state().name().toLowerCase(Locale.ROOT));
        status.nodes().forEach((name, node) -> {
            lines.add(name + ": " + node.state().name().toLowerCase(Locale.ROOT));
            new TreeMap<>(node.endpoints())
                    .forEach((file, urls) -> lines.add("  " + file + ": " + String.join(" ", urls)));
            new TreeMap<>(node.credentials().certificates())
                    .forEach((file, certificate) -> lines.add("  " + file + ": " + certificate.subject() + ", "
                            + certificate.key() + ", until " + certificate.notAfter()
                            + (certificate.names().isEmpty() ? "" : ", for " + String.join(" ", certificate.names()))));
        });
        status.inconsistencies().forEach(sentence -> lines.add("! " + sentence));
        return lines;
    }
}
