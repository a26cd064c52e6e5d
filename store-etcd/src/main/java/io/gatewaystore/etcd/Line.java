package io.gatewaystore.etcd;

import io.gatewaystore.spi.Deadline;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
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
    private volatile ManagedChannel channel;
    private boolean ended;

    Line(Supplier<ManagedChannel> connect) {
        this.connect = connect;
        this.channel = connect.get();
    }

    /** What calls travel over at the moment. */
    ManagedChannel channel() {
        ManagedChannel current = channel;
        reconnectSoon(current);
        return current;
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
        if (channel.getState(false) != ConnectivityState.READY) {
            renew();
        }
    }

    /** Ends what is in flight; what comes later gets another connection. */
    void renew() {
        ManagedChannel before;
        lock.lock();
        try {
            before = channel;
            if (ended || before.getState(false) == ConnectivityState.IDLE) {
                return;
            }
            channel = connect.get();
        } finally {
            lock.unlock();
        }
        before.shutdownNow();
    }

    void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
        channel.shutdownNow();
    }

    void awaitEnd(Deadline patience) throws InterruptedException {
        channel.awaitTermination(Math.max(0, patience.remainingNanos()), TimeUnit.NANOSECONDS);
    }
}
