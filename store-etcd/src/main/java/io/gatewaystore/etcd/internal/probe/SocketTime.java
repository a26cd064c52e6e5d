package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.spi.Deadline;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Deadlines as sockets want them: in milliseconds, where 0 would mean for ever. */
final class SocketTime {

    private SocketTime() {}

    static int left(Deadline deadline) throws SocketTimeoutException {
        if (deadline.isPast()) {
            throw new SocketTimeoutException("the deadline has passed");
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos());
        return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
    }

    /** A moment that leaves a little time to find out why nothing happened until then. */
    static Deadline mostOf(Deadline deadline) {
        return Deadline.after(Duration.ofNanos(deadline.remainingNanos() / 4 * 3));
    }

    /** A moment that leaves something for what comes after. */
    static Deadline atMost(Duration time, Deadline deadline) {
        return Deadline.after(Duration.ofNanos(Math.min(time.toNanos(), deadline.remainingNanos() / 2)));
    }
}
