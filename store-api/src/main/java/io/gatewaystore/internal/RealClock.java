package io.gatewaystore.internal;

import io.gatewaystore.spi.MonotonicClock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine's time, on the timer of a store; after that was shut down nothing is run any more. */
final class RealClock implements MonotonicClock {

    private static final Logger log = LoggerFactory.getLogger(RealClock.class);

    private final ScheduledExecutorService timer;

    RealClock(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void runAt(long nanoTime, Runnable task) {
        try {
            timer.schedule(task, nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            log.trace("the store was closed; nothing is due any more");
        }
    }
}
