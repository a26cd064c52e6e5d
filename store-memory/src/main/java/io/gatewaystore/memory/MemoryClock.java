package io.gatewaystore.memory;

/**
 * The time by which leases of a {@link MemoryCluster} expire.
 *
 * <p>Thread-safe.
 */
public interface MemoryClock {

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
     * @param task what to run then, on any thread but never within this call; it calls watchers, so a thread that the clock itself starts must
     *     be an {@link io.gatewaystore.spi.IoThread}
     */
    void runAt(long nanoTime, Runnable task);
}
