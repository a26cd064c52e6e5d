package io.gatewaystore.spi;

/**
 * A clock for elapsed time, which no change of the wall clock touches.
 *
 * <p>Thread-safe.
 */
public interface MonotonicClock {

    /**
     * The time, which never goes back.
     *
     * @return nanoseconds since some fixed moment, to be compared by subtraction as those of {@link System#nanoTime()} are
     */
    long nanoTime();

    /**
     * Has a task run once a time has come. The task returns soon and does not throw.
     *
     * @param nanoTime the time, on this clock
     * @param task what to run then, on any thread but never within this call; it may complete futures and call watchers, so a thread that the clock
     *     itself starts must be an {@link IoThread}
     */
    void runAt(long nanoTime, Runnable task);
}
