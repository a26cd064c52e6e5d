package io.gatewaystore.coordination;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long somebody waits in all. */
final class Patience {

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final long start = System.nanoTime();
    private final long nanos;

    private Patience(Duration time) {
        this.nanos = time.toNanos();
    }

    static Patience unlimited() {
        return new Patience(FOR_EVER);
    }

    static Patience of(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("wait: " + time + " (expected: zero or more)");
        }
        return new Patience(time.compareTo(FOR_EVER) > 0 ? FOR_EVER : time);
    }

    /** Waits for a signal; false if there was none in time. */
    boolean await(CountDownLatch signal) throws InterruptedException {
        return signal.await(nanos - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
    }

    /** Waits a moment, or less if a signal comes or patience ends before that; false if patience has ended. */
    boolean awaitBriefly(CountDownLatch signal, Duration moment) throws InterruptedException {
        long left = nanos - (System.nanoTime() - start);
        boolean signalled = signal.await(Math.min(left, moment.toNanos()), TimeUnit.NANOSECONDS);
        return signalled || left > moment.toNanos();
    }
}
