package io.gatewaystore.examples;

import io.gatewaystore.error.StoreException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the programs here show beside their results. */
public final class Terminal {

    private Terminal() {}

    /** Shows no logs of what went well, and of a failure of the store what it says, which is enough to know what to do. */
    public static void prepare() {
        // gRPC logs by java.util.logging, which by default shows on standard error what went well, too.
        Logger.getLogger("").setLevel(Level.WARNING);
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            if (failure instanceof StoreException) {
                System.err.println(failure.getMessage());
            } else {
                failure.printStackTrace();
            }
        });
    }
}
