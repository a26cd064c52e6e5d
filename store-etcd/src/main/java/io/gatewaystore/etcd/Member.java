package io.gatewaystore.etcd;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.spi.Deadline;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One endpoint with its two connections: calls and streams do not share one, so that a large answer never holds up a watch. A member that
 * failed is set aside for a moment, so that the next call goes elsewhere.
 */
final class Member {

    private static final long SET_ASIDE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Endpoint endpoint;
    private final ManagedChannel calls;
    private final ManagedChannel streams;
    private volatile long setAsideUntil = System.nanoTime();
    private final AtomicLong lastReconnect = new AtomicLong(System.nanoTime());

    Member(Endpoint endpoint, ManagedChannel calls, ManagedChannel streams) {
        this.endpoint = endpoint;
        this.calls = calls;
        this.streams = streams;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    ManagedChannel calls() {
        reconnectSoon(calls);
        return calls;
    }

    ManagedChannel streams() {
        reconnectSoon(streams);
        return streams;
    }

    boolean isSetAside() {
        return setAsideUntil - System.nanoTime() > 0;
    }

    long setAsideUntil() {
        return setAsideUntil;
    }

    void setAside() {
        setAsideUntil = System.nanoTime() + SET_ASIDE_NANOS;
    }

    /** gRPC waits up to two minutes between attempts to connect; somebody who needs the connection now does not. */
    private void reconnectSoon(ManagedChannel channel) {
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            long last = lastReconnect.get();
            long now = System.nanoTime();
            if (now - last > RECONNECT_NANOS && lastReconnect.compareAndSet(last, now)) {
                channel.resetConnectBackoff();
            }
        }
    }

    void endStreams() {
        streams.shutdownNow();
    }

    void close() {
        calls.shutdownNow();
        streams.shutdownNow();
    }

    void awaitEnd(Deadline patience) {
        try {
            for (ManagedChannel channel : List.of(calls, streams)) {
                channel.awaitTermination(Math.max(0, patience.remainingNanos()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
