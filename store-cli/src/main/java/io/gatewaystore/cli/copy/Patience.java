package io.gatewaystore.cli.copy;

import io.gatewaystore.error.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long a failing store is tried again: elections and restarts pass, and a cluster that is gone for good does not hold up anybody. */
final class Patience {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 200;

    private final CountDownLatch givenUp;
    private long failingSince;
    private boolean failing;

    /**
     * Creates it.
     *
     * @param givenUp ends all pauses
     */
    Patience(CountDownLatch givenUp) {
        this.givenUp = givenUp;
    }

    /** Waits a moment before the next attempt, or throws the failure if there should be none. */
    void pauseAfter(StoreException failure) {
        long now = System.nanoTime();
        if (!failing) {
            failing = true;
            failingSince = now;
        }
        if (!failure.isRetryable() || now - failingSince > LONGEST.toNanos() || paused()) {
            throw failure;
        }
    }

    /** True if somebody gave up meanwhile. */
    private boolean paused() {
        try {
            return givenUp.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
