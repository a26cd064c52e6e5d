package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.config.Transport;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** What transports are called in messages. */
final class Words {

    private Words() {}

    /** The command with which an interrupted one goes on. */
    static String repair(Path state) {
        return "storectl credentials repair --complete --state-dir '" + state + "'";
    }

    /** The command that leads to plaintext, whatever stands. */
    static String rollback(Path state) {
        return "storectl credentials rollback --state-dir '" + state + "'";
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
