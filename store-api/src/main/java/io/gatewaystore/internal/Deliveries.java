package io.gatewaystore.internal;

import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.WatchListener;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls one listener, one callback at a time, in order, on threads where it may block and throw. */
final class Deliveries {

    private static final Logger log = LoggerFactory.getLogger(WatchListener.class);

    /** Stands for the end, of which no callback tells. */
    private static final Delivery END = new Delivery(0, listener -> {});

    private final Executor executor;
    private final WatchListener listener;
    private final Runnable onIdle;
    private final Runnable onEnd;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile long revision;

    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final ArrayDeque<Delivery> queue = new ArrayDeque<>();
    private boolean running;
    private boolean closed;
    private volatile @Nullable StoreException failure;

    /**
     * Begins with nothing to deliver.
     *
     * @param executor where the listener is called
     * @param listener the listener
     * @param onIdle called where the listener is called, whenever everything has been delivered
     * @param onEnd called when the last callback has returned
     */
    Deliveries(Executor executor, WatchListener listener, Runnable onIdle, Runnable onEnd) {
        this.executor = executor;
        this.listener = listener;
        this.onIdle = onIdle;
        this.onEnd = onEnd;
    }

    /** The last revision handed to the listener. */
    long revision() {
        return revision;
    }

    CompletableFuture<Void> ended() {
        return LinkedFuture.mirror(ended);
    }

    /** Adds a callback and tells how many wait now. After the end it is dropped. */
    int add(Delivery delivery) {
        int waiting;
        boolean start;
        lock.lock();
        try {
            if (closed || failure != null) {
                return 0;
            }
            queue.add(delivery);
            waiting = queue.size();
            start = !running;
            running = true;
        } finally {
            lock.unlock();
        }
        if (start) {
            executor.execute(this::run);
        }
        return waiting;
    }

    /** Drops what is queued; no callback begins any more. */
    void close() {
        boolean endNow;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            failure = null;
            queue.clear();
            endNow = !running;
        } finally {
            lock.unlock();
        }
        if (endNow) {
            end(null);
        }
    }

    /** Delivers what is queued and then the failure. */
    void fail(StoreException cause) {
        boolean start;
        lock.lock();
        try {
            if (closed || failure != null) {
                return;
            }
            failure = cause;
            start = !running;
            running = true;
        } finally {
            lock.unlock();
        }
        if (start) {
            executor.execute(this::run);
        }
    }

    private void run() {
        Delivery delivery = poll();
        while (delivery != null && !delivery.equals(END)) {
            call(delivery);
            delivery = poll();
        }
        if (END.equals(delivery)) {
            end(failure);
        } else {
            onIdle.run();
        }
    }

    /**
     * The next callback, the last of which reports the failure. When there is none this run is over: null if another may follow, else the
     * end. That is decided here, under the lock: a moment later the last callback may be running elsewhere.
     */
    private @Nullable Delivery poll() {
        lock.lock();
        try {
            Delivery delivery = queue.poll();
            if (delivery == null && failure != null && !closed) {
                closed = true;
                StoreException cause = failure;
                return new Delivery(revision, target -> target.onFailure(cause));
            }
            running = delivery != null;
            return delivery == null && closed ? END : delivery;
        } finally {
            lock.unlock();
        }
    }

    private void call(Delivery delivery) {
        try {
            revision = delivery.revision();
            delivery.callback().accept(listener);
        } catch (RuntimeException | Error thrown) {
            log.warn("a watch listener threw at revision {}; the watch goes on", delivery.revision(), thrown);
        }
    }

    private void end(@Nullable StoreException cause) {
        onEnd.run();
        if (cause == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(cause);
        }
    }
}
