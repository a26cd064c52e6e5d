package io.gatewaystore.internal;

import io.gatewaystore.spi.MonotonicClock;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's time. What is due is run on the threads of a store, since it may complete futures of callers, who may block in what they do then; after the
 * end of the store nothing is run any more.
 */
final class RealClock implements MonotonicClock {

    private static final Logger log = LoggerFactory.getLogger(RealClock.class);

    private final ListenerThreads threads;

    RealClock(ListenerThreads threads) {
        this.threads = threads;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void runAt(long nanoTime, Runnable task) {
        try {
            threads.timer().schedule(() -> threads.execute(task), nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            log.trace("the store was closed; nothing is due any more");
        }
    }
}
