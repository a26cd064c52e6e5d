package io.gatewaystore.cli.console;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until it is stopped (SIGTERM, Ctrl-C) end in order, and with the status of a command that is done.
 *
 * <p>Thread-safe.
 */
public final class StopSignal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "storectl-stop");

    /** Begins to wait for the signal. */
    public StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Says whether the process is to end.
     *
     * @return completes when it is asked to
     */
    public CompletableFuture<Void> asked() {
        return asked;
    }

    /** Says that the command has ended. */
    @Override
    public void close() {
        ended.countDown();
        if (!asked.isDone()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void stop() {
        asked.complete(null);
        try {
            ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Otherwise the status would be that of a process that a signal killed.
        Runtime.getRuntime().halt(ExitStatus.DONE);
    }
}
