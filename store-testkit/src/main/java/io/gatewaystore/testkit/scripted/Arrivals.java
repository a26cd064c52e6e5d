package io.gatewaystore.testkit.scripted;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What came from clients and nobody has taken yet. */
final class Arrivals<T> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String what;
    private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

    Arrivals(String what) {
        this.what = what;
    }

    void add(T arrival) {
        queue.add(arrival);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    T take() {
        try {
            T next = queue.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError("no " + what + " came within " + PATIENCE);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a " + what, e);
        }
    }
}
