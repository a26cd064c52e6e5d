package io.gatewaystore.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What the library and gRPC say on standard error. To be set before the first of them speaks. */
final class Logs {

    private Logs() {}

    /** Of gRPC warnings only: at the levels below, it shows every byte it sends, passwords and tokens too. */
    static void show(boolean all) {
        Logger.getLogger("").setLevel(Level.WARNING);
        if (all) {
            System.setProperty("org.slf4j.simpleLogger.log.io.gatewaystore", "debug");
        }
    }
}
