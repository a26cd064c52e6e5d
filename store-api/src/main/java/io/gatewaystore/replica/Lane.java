package io.gatewaystore.replica;

import io.gatewaystore.Subscription;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.replica.ReplicaChanges.Cause;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls one listener of a replica, one callback at a time, in order, on threads where it may block and throw. */
final class Lane<V> implements Subscription {

    /** As many change sets may wait for the listener of a watch. */
    private static final int MOST_WAITING = 1024;

    private static final Logger log = LoggerFactory.getLogger(ReplicaListener.class);

    private final Executor executor;
    private final ReplicaListener<V> listener;
    private final Consumer<Lane<V>> onClose;

    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private @Nullable ReplicaSnapshot<V> first;
    private final ArrayDeque<ReplicaChanges<V>> queue = new ArrayDeque<>();
    /** What comes after the queue, as one: the changes by key. */
    private final Map<String, ReplicaChange<V>> merged = new LinkedHashMap<>();

    private long mergedRevision;
    private @Nullable StoreException failure;
    private boolean running;
    private boolean closed;

    Lane(Executor executor, ReplicaListener<V> listener, ReplicaSnapshot<V> first, Consumer<Lane<V>> onClose) {
        this.executor = executor;
        this.listener = listener;
        this.first = first;
        this.onClose = onClose;
    }

    /** Begins with the snapshot. */
    void start() {
        wake(() -> {});
    }

    void add(ReplicaChanges<V> changes) {
        wake(() -> {
            if (changes.cause() != Cause.WRITES) {
                enqueueMerged();
                queue.add(changes);
            } else if (mergedRevision == 0 && queue.size() < MOST_WAITING) {
                queue.add(changes);
            } else {
                changes.forEach(this::merge);
                mergedRevision = changes.revision();
            }
        });
    }

    private void merge(ReplicaChange<V> later) {
        // Removed first, so that the key moves to the end.
        ReplicaChange<V> earlier = merged.remove(later.key());
        ReplicaChange<V> both = earlier == null
                ? later
                : new ReplicaChange<>(later.key(), earlier.before(), later.after(), later.undecodable());
        boolean nothing = both.before().isEmpty()
                && both.after().isEmpty()
                && both.undecodable().isEmpty();
        if (!nothing) {
            merged.put(later.key(), both);
        }
    }

    private void enqueueMerged() {
        if (mergedRevision != 0) {
            queue.add(new ReplicaChanges<>(mergedRevision, Cause.WRITES, List.copyOf(merged.values())));
            merged.clear();
            mergedRevision = 0;
        }
    }

    /** Tells of the end, after everything else. */
    void fail(StoreException cause) {
        wake(() -> failure = cause);
    }

    private void wake(Runnable news) {
        boolean start;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            news.run();
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
        Optional<Consumer<ReplicaListener<V>>> callback = next();
        while (callback.isPresent()) {
            try {
                callback.get().accept(listener);
            } catch (Throwable thrown) {
                // Checked exceptions too, which listeners not written in Java may throw.
                log.warn("a listener of a replica threw; it is told of what comes next", thrown);
            }
            callback = next();
        }
    }

    private Optional<Consumer<ReplicaListener<V>>> next() {
        lock.lock();
        try {
            Optional<Consumer<ReplicaListener<V>>> callback = closed ? Optional.empty() : poll();
            running = callback.isPresent();
            return callback;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Consumer<ReplicaListener<V>>> poll() {
        ReplicaSnapshot<V> snapshot = first;
        if (snapshot != null) {
            first = null;
            return Optional.of(target -> target.onSnapshot(snapshot));
        }
        if (queue.isEmpty()) {
            enqueueMerged();
        }
        ReplicaChanges<V> changes = queue.poll();
        if (changes != null) {
            return Optional.of(target -> target.onChanges(changes));
        }
        StoreException cause = failure;
        failure = null;
        return Optional.ofNullable(cause).map(end -> target -> target.onFailure(end));
    }

    @Override
    public void close() {
        onClose.accept(this);
        lock.lock();
        try {
            closed = true;
            first = null;
            queue.clear();
            merged.clear();
        } finally {
            lock.unlock();
        }
    }
}
