package io.gatewaystore.internal;

import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.WatchEvent;
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
    private final boolean merging;
    private final Runnable onIdle;
    private final Runnable onEnd;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile long revision;

    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final ArrayDeque<WatchEvent> queue = new ArrayDeque<>();
    /** Comes after the queue. */
    private @Nullable MergedChanges merged;
    /** Of the queue. */
    private final Backlog backlog;

    private boolean running;
    private boolean closed;
    private volatile @Nullable StoreException failure;

    /**
     * Begins with nothing to deliver.
     *
     * @param executor where the listener is called; it may also do nothing but see to it that {@link #step} is
     * @param listener the listener
     * @param backlog how much may wait
     * @param merging whether what there is no room for is merged into what waits
     * @param onIdle called where the listener is called, whenever everything has been delivered
     * @param onEnd called when the last callback has returned
     */
    Deliveries(
            Executor executor,
            WatchListener listener,
            Backlog backlog,
            boolean merging,
            Runnable onIdle,
            Runnable onEnd) {
        this.executor = executor;
        this.listener = listener;
        this.backlog = backlog;
        this.merging = merging;
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

    /** Adds an event, unless there is no room for it and nothing is merged: then it is worth nothing yet. After the end it is dropped. */
    boolean add(WatchEvent event) {
        boolean start;
        lock.lock();
        try {
            if (closed || failure != null) {
                return true;
            }
            if (event instanceof ChangeSet changes && !merging && !backlog.hasRoomFor(changes)) {
                return false;
            }
            enqueue(event);
            start = !running;
            running = true;
        } finally {
            lock.unlock();
        }
        if (start) {
            executor.execute(this::run);
        }
        return true;
    }

    private void enqueue(WatchEvent event) {
        if (event instanceof ChangeSet changes) {
            enqueueChanges(changes);
        } else if (event instanceof WatchEvent.Progress) {
            enqueueProgress(event);
        } else {
            if (merged != null) {
                append(merged.toChangeSet());
                merged = null;
            }
            queue.add(event);
        }
    }

    private void enqueueChanges(ChangeSet changes) {
        if (merged == null && backlog.hasRoomFor(changes)) {
            append(changes);
            return;
        }
        if (merged == null) {
            merged = mergeEnd();
        }
        merged.add(changes);
    }

    private void append(ChangeSet changes) {
        queue.add(changes);
        backlog.add(changes);
    }

    /** Takes the change sets at the end of the queue out of it. A snapshot or resync stays where it is, and what is before it too. */
    private MergedChanges mergeEnd() {
        ArrayDeque<ChangeSet> end = new ArrayDeque<>();
        while (queue.peekLast() instanceof ChangeSet || queue.peekLast() instanceof WatchEvent.Progress) {
            if (queue.removeLast() instanceof ChangeSet changes) {
                end.addFirst(changes);
            }
        }
        MergedChanges all = new MergedChanges();
        end.forEach(all::add);
        end.forEach(backlog::remove);
        return all;
    }

    /** Progress never piles up: what is told later says it all. */
    private void enqueueProgress(WatchEvent progress) {
        if (merged != null) {
            return;
        }
        if (queue.peekLast() instanceof WatchEvent.Progress) {
            queue.removeLast();
        }
        queue.add(progress);
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
            merged = null;
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
        boolean more = true;
        while (more) {
            more = step();
        }
    }

    /** Makes the next callback. False if there was none: nothing is left to do until the executor is asked again. */
    boolean step() {
        Delivery delivery = poll();
        if (delivery == null) {
            onIdle.run();
            return false;
        }
        if (delivery.equals(END)) {
            end(failure);
            return false;
        }
        call(delivery);
        return true;
    }

    /**
     * The next callback, the last of which reports the failure. When there is none this run is over: null if another may follow, else the
     * end. That is decided here, under the lock: a moment later the last callback may be running elsewhere.
     */
    private @Nullable Delivery poll() {
        lock.lock();
        try {
            WatchEvent event = next();
            if (event == null && failure != null && !closed) {
                closed = true;
                StoreException cause = failure;
                return new Delivery(revision, target -> target.onFailure(cause));
            }
            running = event != null;
            if (event == null) {
                return closed ? END : null;
            }
            return Delivery.of(event);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable WatchEvent next() {
        WatchEvent event = queue.poll();
        if (event instanceof ChangeSet changes) {
            backlog.remove(changes);
        }
        if (event == null && merged != null) {
            event = merged.toChangeSet();
            merged = null;
        }
        return event;
    }

    private void call(Delivery delivery) {
        try {
            revision = delivery.revision();
            delivery.callback().accept(listener);
        } catch (Throwable thrown) {
            // Checked exceptions too, which listeners not written in Java may throw.
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
