package io.gatewaystore.memory;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that stands still until a test advances it. Whatever falls due on the way happens on the thread that advances it, in the order of its
 * time, each thing while the clock shows exactly that time: once {@link #advance} has returned, every lease whose time is over has expired.
 *
 * <pre>{@code
 * ManualClock clock = new ManualClock();
 * Store store = MemoryCluster.create(clock).open();
 * store.put("a", value, WriteOptions.ttl(Duration.ofSeconds(5)));
 * clock.advance(Duration.ofSeconds(5));   // "a" is gone
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ManualClock implements MemoryClock {

    private record Task(long time, long order, Runnable action) {}

    private final ReentrantLock lock = new ReentrantLock();

    /** Held while the clock moves, so that two threads do not run tasks out of order. */
    private final ReentrantLock moving = new ReentrantLock();

    // Guarded by the lock, as all below. No annotation says so: compilers of tests would look for its class.
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::time).thenComparingLong(Task::order));

    private long now;
    private long tasksSoFar;

    /** Creates a clock that shows 0. */
    public ManualClock() {}

    @Override
    public long nanoTime() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void runAt(long nanoTime, Runnable task) {
        lock.lock();
        try {
            tasks.add(new Task(nanoTime, tasksSoFar++, task));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Moves the clock and runs what falls due.
     *
     * @param time how far, zero or more
     * @throws IllegalArgumentException if the time is negative
     */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time: " + time + " (expected: zero or more)");
        }
        moving.lock();
        try {
            long target = nanoTime() + time.toNanos();
            for (Optional<Runnable> due = step(target); due.isPresent(); due = step(target)) {
                due.get().run();
            }
        } finally {
            moving.unlock();
        }
    }

    /** Moves to the next task due by a time and takes it, or else to that time. */
    private Optional<Runnable> step(long target) {
        lock.lock();
        try {
            Task next = tasks.peek();
            if (next == null || next.time() > target) {
                now = Math.max(now, target);
                return Optional.empty();
            }
            now = Math.max(now, next.time());
            tasks.remove();
            return Optional.of(next.action());
        } finally {
            lock.unlock();
        }
    }
}
