package io.gatewaystore.internal;

import io.gatewaystore.status.StateListener;
import io.gatewaystore.status.StoreState;
import io.gatewaystore.status.StoreStatus;
import io.gatewaystore.status.Subscription;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of changes of a store's state, each in order and without waiting for another. */
final class StateChanges {

    private static final Logger log = LoggerFactory.getLogger(StateListener.class);

    private final Supplier<StoreStatus> status;
    private final Executor executor;
    private final Set<Told> listeners = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private StoreState last;

    StateChanges(Supplier<StoreStatus> status, Executor executor) {
        this.status = status;
        this.executor = executor;
        this.last = status.get().state();
    }

    Subscription add(StateListener listener) {
        Told told = new Told(listener);
        listeners.add(told);
        return told;
    }

    /** Something has changed; maybe the state has. */
    void changed() {
        lock.lock();
        try {
            StoreStatus now = status.get();
            if (now.state() != last) {
                last = now.state();
                listeners.forEach(told -> told.add(now));
            }
        } finally {
            lock.unlock();
        }
    }

    /** One listener, and what it has not been told yet. */
    private final class Told implements Subscription {

        private final StateListener listener;
        private final ReentrantLock queueLock = new ReentrantLock();
        private final ArrayDeque<StoreStatus> queue = new ArrayDeque<>();
        private boolean running;
        private boolean closed;

        Told(StateListener listener) {
            this.listener = listener;
        }

        void add(StoreStatus news) {
            boolean start;
            queueLock.lock();
            try {
                queue.add(news);
                start = !running && !closed;
                running |= start;
            } finally {
                queueLock.unlock();
            }
            if (start) {
                executor.execute(this::run);
            }
        }

        private void run() {
            StoreStatus news = next();
            while (news != null) {
                try {
                    listener.onStateChange(news);
                } catch (Throwable thrown) {
                    // Checked exceptions too, which listeners not written in Java may throw.
                    log.warn("a listener for the state of the store threw at {}", news.state(), thrown);
                }
                news = next();
            }
        }

        private @Nullable StoreStatus next() {
            queueLock.lock();
            try {
                StoreStatus news = closed ? null : queue.poll();
                running = news != null;
                return news;
            } finally {
                queueLock.unlock();
            }
        }

        @Override
        public void close() {
            listeners.remove(this);
            queueLock.lock();
            try {
                closed = true;
                queue.clear();
            } finally {
                queueLock.unlock();
            }
        }
    }
}
