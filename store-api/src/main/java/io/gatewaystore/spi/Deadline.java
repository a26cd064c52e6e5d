package io.gatewaystore.spi;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The moment by which a call must have ended, all retries included, on the monotonic clock.
 *
 * <p>Immutable.
 *
 * @param nanoTime the moment as {@link System#nanoTime()} will read then
 */
public record Deadline(long nanoTime) {

    /**
     * A deadline some time from now.
     *
     * @param time the time
     * @return the deadline
     */
    public static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + TimeUnit.NANOSECONDS.convert(time));
    }

    /**
     * How long there is left.
     *
     * @return nanoseconds, 0 or less if the deadline has passed
     */
    public long remainingNanos() {
        return nanoTime - System.nanoTime();
    }

    /**
     * Whether the deadline has passed.
     *
     * @return true if nothing is left
     */
    public boolean isPast() {
        return remainingNanos() <= 0;
    }
}
