package io.gatewaystore.testkit.faults;

import java.time.Duration;
import java.util.Objects;

/**
 * What happens to the bytes that travel one way through a {@link FaultProxy}.
 *
 * <p>Immutable.
 */
public final class Traffic {

    private static final Traffic FLOWING = new Traffic("flowing", true, true, Duration.ZERO, 0, Long.MAX_VALUE);
    private static final Traffic STALLED = new Traffic("stalled", false, false, Duration.ZERO, 0, Long.MAX_VALUE);
    private static final Traffic SWALLOWED = new Traffic("swallowed", true, false, Duration.ZERO, 0, Long.MAX_VALUE);

    private final String name;
    private final boolean read;
    private final boolean written;
    private final Duration delay;
    private final long bytesPerSecond;
    private final long cutAfter;

    private Traffic(String name, boolean read, boolean written, Duration delay, long bytesPerSecond, long cutAfter) {
        this.name = name;
        this.read = read;
        this.written = written;
        this.delay = delay;
        this.bytesPerSecond = bytesPerSecond;
        this.cutAfter = cutAfter;
    }

    /**
     * Everything is handed on at once.
     *
     * @return no fault
     */
    public static Traffic flowing() {
        return FLOWING;
    }

    /**
     * Nothing is handed on and nothing is lost: both sides believe that they are connected, the sender's buffers fill up, and when
     * traffic flows again what waited arrives. A cable that was pulled, or a peer that was frozen, looks like this.
     *
     * @return the fault
     */
    public static Traffic stalled() {
        return STALLED;
    }

    /**
     * Everything is taken from the sender and thrown away. A connection that has lost bytes so cannot go on: it is cut when traffic is to
     * flow again.
     *
     * @return the fault
     */
    public static Traffic swallowed() {
        return SWALLOWED;
    }

    /**
     * Everything is handed on later, in order and at full rate.
     *
     * @param delay by how much, above zero
     * @return the fault
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public static Traffic delayed(Duration delay) {
        Objects.requireNonNull(delay, "delay");
        if (delay.isZero() || delay.isNegative()) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: above zero)");
        }
        return new Traffic("delayed by " + delay, true, true, delay, 0, Long.MAX_VALUE);
    }

    /**
     * Bytes are handed on no faster than a rate, which holds for each connection by itself.
     *
     * @param bytesPerSecond the rate, at least 1
     * @return the fault
     * @throws IllegalArgumentException if the rate is below 1
     */
    public static Traffic throttled(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond: " + bytesPerSecond + " (expected: >= 1)");
        }
        return new Traffic(
                "throttled to " + bytesPerSecond + " bytes/s",
                true,
                true,
                Duration.ZERO,
                bytesPerSecond,
                Long.MAX_VALUE);
    }

    /**
     * Each connection is cut, both ways, right after so many more bytes have been handed on this way; for a connection to come, counted from
     * its beginning.
     *
     * @param bytes how many, 0 to cut at once
     * @return the fault
     * @throws IllegalArgumentException if the number is negative
     */
    public static Traffic cutAfter(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
        }
        return new Traffic("cut after " + bytes + " bytes", true, true, Duration.ZERO, 0, bytes);
    }

    boolean isRead() {
        return read;
    }

    boolean isWritten() {
        return written;
    }

    Duration delay() {
        return delay;
    }

    /** The rate, 0 for any. */
    long bytesPerSecond() {
        return bytesPerSecond;
    }

    long cutAfter() {
        return cutAfter;
    }

    @Override
    public String toString() {
        return name;
    }
}
