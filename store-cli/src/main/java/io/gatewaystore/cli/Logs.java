package io.gatewaystore.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What the library and gRPC say on standard error. To be set before the first of them speaks. */
final class Logs {

    private Logs() {}

    /** gRPC logs by java.util.logging, and never at a level that shows headers, in which tokens travel. */
    static void show(boolean all) {
        Logger.getLogger("").setLevel(Level.WARNING);
        if (all) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
        }
    }
}
