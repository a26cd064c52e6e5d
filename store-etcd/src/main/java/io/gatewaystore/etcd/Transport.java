package io.gatewaystore.etcd;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.spi.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What calls and streams travel over: the connections of the day, the timer, and the calls under way. */
final class Transport {

    private final IoThreads threads;
    private final Set<UnaryCall<?, ?, ?>> underWay = ConcurrentHashMap.newKeySet();
    // Guards the change of connections against the end of the store.
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Connections> retired = new ArrayList<>();
    private volatile Connections current;
    private volatile boolean closed;

    Transport(StoreConfig config, @Nullable ClientTls tls, IoThreads threads) {
        this.threads = threads;
        this.current = new Connections(config, tls, threads, this);
    }

    /** The connections of the day. They may be retired at any moment; a call has to hold them. */
    Connections connections() {
        return current;
    }

    ScheduledExecutorService timer() {
        return threads.timer();
    }

    boolean isClosed() {
        return closed;
    }

    /** Starts a call. The future is the call: cancelling it cancels what is on the wire. */
    <Q, A, R> CompletableFuture<R> call(Rpc<Q, A, R> rpc, Q request, Purpose purpose, Deadline deadline) {
        return start(new UnaryCall<>(this, this::connections, rpc, request, purpose, deadline));
    }

    /** Starts a call that is about certain connections and makes no sense on others. */
    <Q, A, R> CompletableFuture<R> callOn(
            Connections connections, Rpc<Q, A, R> rpc, Q request, Purpose purpose, Deadline deadline) {
        return start(new UnaryCall<>(this, () -> connections, rpc, request, purpose, deadline));
    }

    private <R> CompletableFuture<R> start(UnaryCall<?, ?, R> call) {
        underWay.add(call);
        if (closed) {
            call.closed();
        } else {
            call.start();
        }
        return call;
    }

    void ended(UnaryCall<?, ?, ?> call) {
        underWay.remove(call);
    }

    StoreClosedException closedException(Outcome outcome) {
        return new StoreClosedException("the store was closed", null, outcome);
    }

    // --- other connections --------------------------------------------------------------------------------------

    /** Makes connections that nothing travels over yet but what is {@linkplain #callOn sent over them}. */
    Connections connect(StoreConfig config, @Nullable ClientTls tls) {
        return new Connections(config, tls, threads, this);
    }

    /**
     * Lets everything that begins from now on travel over other connections, and retires those of before.
     *
     * @throws StoreClosedException if the store has been closed; the connections are the caller's to close then
     */
    void replace(Connections fresh) {
        Connections before;
        lock.lock();
        try {
            if (closed) {
                throw closedException(Outcome.NOT_APPLIED);
            }
            before = current;
            retired.removeIf(Connections::areClosed);
            retired.add(before);
            current = fresh;
            fresh.takeOver();
        } finally {
            lock.unlock();
        }
        before.retire();
    }

    // --- the end ------------------------------------------------------------------------------------------------

    /** Fails the calls under way; later ones fail at once. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        underWay.forEach(UnaryCall::closed);
    }

    /** Ends what is left of connections, present and past, after the close. */
    void disconnect() {
        List<Connections> left;
        lock.lock();
        try {
            left = new ArrayList<>(retired);
            left.add(current);
        } finally {
            lock.unlock();
        }
        left.forEach(Connections::close);
    }
}
