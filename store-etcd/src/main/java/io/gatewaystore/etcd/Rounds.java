package io.gatewaystore.etcd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after something every tenth of a second, as long as there is something to look after: one timer, however many calls are under way. */
final class Rounds {

    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    /** From one round to the next. */
    static final Duration PERIOD = Duration.ofMillis(100);

    private static final long LATE_NANOS = 2 * PERIOD.toNanos();

    private final ScheduledExecutorService timer;
    private final List<LoopBeat> beats;
    private final BooleanSupplier needed;
    private final LongConsumer look;
    private final AtomicBoolean going = new AtomicBoolean();
    private volatile long scheduledAt;
    private volatile long heldUpAt = System.nanoTime();

    /**
     * Prepares rounds.
     *
     * @param loops the event loops that have to get to run meanwhile
     * @param needed whether there is something to look after
     * @param look looks after it, and is given the time ({@link System#nanoTime()})
     */
    Rounds(
            ScheduledExecutorService timer,
            Iterable<? extends Executor> loops,
            BooleanSupplier needed,
            LongConsumer look) {
        this.timer = timer;
        this.beats = StreamSupport.stream(loops.spliterator(), false)
                .map(LoopBeat::new)
                .toList();
        this.needed = needed;
        this.look = look;
    }

    /** There is something to look after, or there may be. */
    void begin() {
        if (!going.get() && going.compareAndSet(false, true)) {
            next();
        }
    }

    /** When a round, or an event loop, was last so late that this process, or a part of it, cannot have been running all the time. */
    long heldUpAt() {
        return heldUpAt;
    }

    private void next() {
        scheduledAt = System.nanoTime();
        try {
            timer.schedule(this::round, PERIOD.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            log.trace("the backend was closed, so nothing is left to look after");
        }
    }

    private void round() {
        long now = System.nanoTime();
        try {
            if (now - scheduledAt > LATE_NANOS || beats.stream().anyMatch(beat -> beat.late(now) > LATE_NANOS)) {
                heldUpAt = now;
            }
            beats.forEach(beat -> beat.ask(now));
            look.accept(now);
        } catch (Throwable e) {
            // Errors too: without rounds no call would end at its deadline.
            log.warn(
                    "a defect: calls and members could not be looked after, so deadlines may be missed; the next try follows",
                    e);
        }
        if (needed.getAsBoolean()) {
            next();
        } else {
            going.set(false);
            if (needed.getAsBoolean()) {
                begin();
            }
        }
    }
}
