package io.gatewaystore.examples;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What the programs here do about logs of the libraries they use. */
public final class Logs {

    private Logs() {}

    /** gRPC logs by java.util.logging, which by default shows on standard error what went well, too. */
    public static void quieten() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }
}
