package io.gatewaystore.testkit.contract;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** Somebody who writes without pause until it is closed, or has written much. Not thread-safe; confine to one thread. */
final class Noise implements AutoCloseable {

    private static final int SOME = 3;
    /** Fewer than a backend keeps the history of: a listener that gets no processor for a while loses nothing. */
    private static final int MUCH = 5_000;

    private final AtomicBoolean enough = new AtomicBoolean();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> writer;

    /**
     * Begins.
     *
     * @param write called with 0, 1, 2, …
     */
    Noise(IntConsumer write) {
        writer = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < MUCH && !enough.get(); i++) {
                write.accept(i);
                if (i + 1 == SOME) {
                    started.complete(null);
                }
            }
        });
    }

    /** Waits until it is under way. */
    void awaitSome() {
        CompletableFuture.anyOf(started, writer).join();
    }

    /** Fails if the writer did. */
    @Override
    public void close() {
        enough.set(true);
        writer.join();
    }
}
