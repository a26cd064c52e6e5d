package io.gatewaystore.etcd;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Time as watches and coalesced calls count it; tests let it pass as they like. */
interface Timing {

    /** For elapsed time. */
    long nanoTime();

    /** For people. */
    Instant now();

    /** Runs a task later, on a thread that must not be held up; not at all once the backend is closed. */
    void after(Duration pause, Runnable task);

    /** The time of the machine. */
    static Timing real(ScheduledExecutorService timer, Clock clock) {
        Logger log = LoggerFactory.getLogger(Timing.class);
        return new Timing() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public void after(Duration pause, Runnable task) {
                try {
                    timer.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
                } catch (RejectedExecutionException alreadyClosed) {
                    log.trace("the backend was closed while something waited for its time");
                }
            }
        };
    }
}
