package io.gatewaystore.etcd;

import io.gatewaystore.spi.Deadline;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One connection to a member, which is made when it is first used, and made anew where all that is in flight on it has to end. */
final class Line {

    private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Supplier<ManagedChannel> connect;
    private final AtomicLong lastReconnect = new AtomicLong(System.nanoTime());
    // Guards the exchange of channels against the end.
    private final ReentrantLock lock = new ReentrantLock();
    private final List<ManagedChannel> replaced = new ArrayList<>();
    private volatile ManagedChannel channel;
    private volatile long heardAt = System.nanoTime();
    /** Whether something may be in flight: an idle channel keeps calls that it had before it became so. */
    private volatile boolean used;

    private boolean ended;

    Line(Supplier<ManagedChannel> connect) {
        this.connect = connect;
        this.channel = connect.get();
    }

    /** What calls travel over at the moment. */
    ManagedChannel channel() {
        used = true;
        ManagedChannel current = channel;
        reconnectSoon(current);
        return current;
    }

    boolean isCurrent(ManagedChannel other) {
        return channel == other;
    }

    /** Something came over it. */
    void heard() {
        heardAt = System.nanoTime();
    }

    long heardAt() {
        return heardAt;
    }

    /** gRPC waits up to two minutes between attempts to connect; somebody who needs the connection now does not. */
    private void reconnectSoon(ManagedChannel current) {
        if (current.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            long last = lastReconnect.get();
            long now = System.nanoTime();
            if (now - last > RECONNECT_NANOS && lastReconnect.compareAndSet(last, now)) {
                current.resetConnectBackoff();
            }
        }
    }

    /** The other end has been reached by another way: whatever this one is waiting for, it is tried anew. */
    void reconnectNow() {
        ConnectivityState state = channel.getState(false);
        // One that is idle connects when it is used next, and what is in flight on it is on its way to a good end.
        if (state != ConnectivityState.READY && state != ConnectivityState.IDLE) {
            renew();
        }
    }

    /**
     * Gives what comes later another connection, unless it has one already. What is in flight stays where it is, for as long as it takes: so it does no harm if
     * nothing was wrong with the connection.
     *
     * @return whether it has another one now
     */
    boolean replace(ManagedChannel suspected) {
        lock.lock();
        try {
            if (ended || channel != suspected) {
                return false;
            }
            replaced.removeIf(ManagedChannel::isTerminated);
            replaced.add(suspected);
            channel = connect.get();
            heardAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
        suspected.shutdown();
        return true;
    }

    /** Ends what is in flight; what comes later gets another connection, unless this one was never used. */
    void renew() {
        List<ManagedChannel> before;
        lock.lock();
        try {
            if (ended) {
                return;
            }
            before = takeReplaced();
            if (used) {
                used = false;
                before.add(channel);
                channel = connect.get();
            }
        } finally {
            lock.unlock();
        }
        before.forEach(ManagedChannel::shutdownNow);
    }

    void end() {
        List<ManagedChannel> last;
        lock.lock();
        try {
            ended = true;
            last = takeReplaced();
            last.add(channel);
        } finally {
            lock.unlock();
        }
        last.forEach(ManagedChannel::shutdownNow);
    }

    private List<ManagedChannel> takeReplaced() {
        List<ManagedChannel> taken = new ArrayList<>(replaced);
        replaced.clear();
        return taken;
    }

    void awaitEnd(Deadline patience) throws InterruptedException {
        channel.awaitTermination(Math.max(0, patience.remainingNanos()), TimeUnit.NANOSECONDS);
    }
}
