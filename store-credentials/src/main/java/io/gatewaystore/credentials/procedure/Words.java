package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.config.Transport;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What transports are called in messages. */
final class Words {

    private Words() {}

    /** The command with which an interrupted one goes on. */
    static String repair(Path state) {
        return command("repair --complete", state);
    }

    /** The command that leads to plaintext, whatever stands. */
    static String rollback(Path state) {
        return command("rollback", state);
    }

    /** The command that tells more. */
    static String status(Path state) {
        return command("status", state);
    }

    /** The command that proves that members answer over mutual TLS. */
    static String proof(List<String> endpoints, Path credentials) {
        return "storectl endpoint health --endpoints " + String.join(",", endpoints) + " --credentials-dir '"
                + credentials + "'";
    }

    private static String command(String command, Path state) {
        return "storectl credentials " + command + " --state-dir '" + state + "'";
    }

    static String list(Collection<?> things) {
        return things.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    static String of(Transport transport) {
        return switch (transport) {
            case PLAIN -> "plaintext";
            case BOTH -> "plaintext and mutual TLS on one port";
            case MUTUAL_TLS -> "mutual TLS";
            case OTHER -> "what was configured before";
        };
    }
}
