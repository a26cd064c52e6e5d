package io.gatewaystore.internal;

import io.gatewaystore.Subscription;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of events, each in order and without waiting for another. */
final class Announcements<E> {

    private static final Logger log = LoggerFactory.getLogger(Announcements.class);

    private final Executor executor;
    private final String subject;
    private final int most;
    private final Set<Told> listeners = ConcurrentHashMap.newKeySet();

    /**
     * Begins without listeners.
     *
     * @param executor where they are called
     * @param subject what they are told of, for the log
     */
    Announcements(Executor executor, String subject) {
        this(executor, subject, Integer.MAX_VALUE);
    }

    /**
     * Begins without listeners.
     *
     * @param most how many events may wait for a listener; of more, the oldest are dropped
     */
    Announcements(Executor executor, String subject, int most) {
        this.executor = executor;
        this.subject = subject;
        this.most = most;
    }

    Subscription add(Consumer<E> listener) {
        Told told = new Told(listener);
        listeners.add(told);
        return told;
    }

    /** Queues an event for everybody. Events of different threads come in some order, the same for all only if the caller sees to it. */
    void tell(E event) {
        listeners.forEach(told -> told.add(event));
    }

    /** One listener, and what it has not been told yet. */
    private final class Told implements Subscription {

        private final Consumer<E> listener;
        private final ReentrantLock lock = new ReentrantLock();
        private final ArrayDeque<E> queue = new ArrayDeque<>();
        private boolean running;
        private boolean closed;

        Told(Consumer<E> listener) {
            this.listener = listener;
        }

        void add(E news) {
            boolean start;
            lock.lock();
            try {
                if (queue.size() == most) {
                    queue.remove();
                }
                queue.add(news);
                start = !running && !closed;
                running |= start;
            } finally {
                lock.unlock();
            }
            if (start) {
                executor.execute(this::run);
            }
        }

        private void run() {
            E news = next();
            while (news != null) {
                try {
                    listener.accept(news);
                } catch (Throwable thrown) {
                    // Checked exceptions too, which listeners not written in Java may throw.
                    log.warn("a listener for {} threw", subject, thrown);
                }
                news = next();
            }
        }

        private @Nullable E next() {
            lock.lock();
            try {
                E news = closed ? null : queue.poll();
                running = news != null;
                return news;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            listeners.remove(this);
            lock.lock();
            try {
                closed = true;
                queue.clear();
            } finally {
                lock.unlock();
            }
        }
    }
}
