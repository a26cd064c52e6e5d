package io.gatewaystore.testkit.contract;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Somebody who writes until it is closed, at first without pause. Not thread-safe; confine to one thread. */
final class Noise implements AutoCloseable {

    private static final int SOME = 3;
    /** After so many writes it takes its time: a listener that gets no processor for a while is to find them all in the history. */
    private static final int MUCH = 2_000;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

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
            for (int i = 0; !enough.get(); i++) {
                write.accept(i);
                if (i + 1 == SOME) {
                    started.complete(null);
                }
                if (i > MUCH) {
                    LockSupport.parkNanos(PAUSE_NANOS);
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
