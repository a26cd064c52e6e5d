package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.config.Transport;

/** What transports are called in messages. */
final class Words {

    private Words() {}

    static String of(Transport transport) {
        return switch (transport) {
            case PLAIN -> "plaintext";
            case BOTH -> "plaintext and mutual TLS on one port";
            case MUTUAL_TLS -> "mutual TLS";
            case OTHER -> "what was configured before";
        };
    }
}
