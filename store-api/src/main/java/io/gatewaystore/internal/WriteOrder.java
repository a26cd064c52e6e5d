package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.spi.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps writes to one key in the order of their submission: one under way per key, with everything that belongs to it, such as the grant of a
 * lease. Backends alone do not: calls to a server may be served concurrently, and a write of several calls can be overtaken between them.
 *
 * <p>A write waits for the last unfinished ones before it that touch a key of its own. Those waited for others before them, so the chain is
 * complete although it is short.
 */
final class WriteOrder {

    private static final Logger log = LoggerFactory.getLogger(WriteOrder.class);

    private final ScheduledExecutorService timer;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final Map<Bytes, Ticket<?>> lastOfKey = new HashMap<>();
    private final List<Ticket<?>> withRanges = new ArrayList<>();
    private final ArrayDeque<Ticket<?>> ready = new ArrayDeque<>();
    private final Set<Ticket<?>> waiting = new HashSet<>();
    private boolean starting;

    /**
     * Begins with nothing under way.
     *
     * @param timer tells when the turn of a write has not come in time
     * @param executor where such a write's caller is told so
     */
    WriteOrder(ScheduledExecutorService timer, Executor executor) {
        this.timer = timer;
        this.executor = executor;
    }

    /**
     * Starts a write when its turn has come.
     *
     * @param footprint what it may write
     * @param deadline when it must have ended
     * @param write starts it
     * @param onSuccess is given the result before the caller is
     */
    <T> CompletableFuture<T> submit(
            Footprint footprint, Deadline deadline, Supplier<CompletableFuture<T>> write, Consumer<T> onSuccess) {
        if (footprint.isEmpty()) {
            return write.get();
        }
        Ticket<T> ticket = new Ticket<>(footprint, write, onSuccess);
        boolean now;
        lock.lock();
        try {
            queue(ticket);
            now = ticket.blockers == 0;
            if (!now) {
                waiting.add(ticket);
            }
        } finally {
            lock.unlock();
        }
        if (now) {
            ticket.start();
        } else {
            expire(ticket, deadline);
        }
        return ticket.result;
    }

    private void queue(Ticket<?> ticket) {
        for (Ticket<?> earlier : withRanges) {
            if (earlier.footprint.touches(ticket.footprint)) {
                earlier.blocks(ticket);
            }
        }
        if (!ticket.footprint.ranges().isEmpty()) {
            Set<Ticket<?>> touched = new HashSet<>(lastOfKey.values());
            touched.removeIf(earlier -> !earlier.footprint.touches(ticket.footprint) || withRanges.contains(earlier));
            touched.forEach(earlier -> earlier.blocks(ticket));
            withRanges.add(ticket);
        }
        for (Bytes key : ticket.footprint.keys()) {
            Ticket<?> earlier = lastOfKey.put(key, ticket);
            if (earlier != null && !earlier.followers.contains(ticket)) {
                earlier.blocks(ticket);
            }
        }
    }

    private void expire(Ticket<?> ticket, Deadline deadline) {
        try {
            ticket.expiry = timer.schedule(
                    () -> executor.execute(() -> withdraw(ticket)),
                    Math.max(0, deadline.remainingNanos()),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closing) {
            log.trace("closed while a write waited for its turn; closing fails it");
        }
    }

    /** Fails a write that still waits. One that has been started is its call's to fail, which knows what became of it. */
    private void withdraw(Ticket<?> ticket) {
        boolean stillWaiting;
        lock.lock();
        try {
            stillWaiting = waiting.remove(ticket);
        } finally {
            lock.unlock();
        }
        if (stillWaiting) {
            ticket.result.completeExceptionally(new DeadlineExceededException(
                    ticket.footprint.subject()
                            + ": the deadline passed while it waited for an earlier write to the same key",
                    null,
                    Outcome.NOT_APPLIED));
        }
    }

    private void finished(Ticket<?> ticket) {
        lock.lock();
        try {
            ticket.footprint.keys().forEach(key -> lastOfKey.remove(key, ticket));
            withRanges.remove(ticket);
            for (Ticket<?> follower : ticket.followers) {
                if (--follower.blockers == 0) {
                    waiting.remove(follower);
                    ready.add(follower);
                }
            }
            if (starting) {
                // Whoever is starting tickets takes these too; a long chain of failures must not become a deep
                // recursion.
                return;
            }
            starting = true;
        } finally {
            lock.unlock();
        }
        startReady();
    }

    private void startReady() {
        Ticket<?> next = pollReady();
        while (next != null) {
            next.start();
            next = pollReady();
        }
    }

    private @Nullable Ticket<?> pollReady() {
        lock.lock();
        try {
            Ticket<?> next = ready.poll();
            starting = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Fails the writes whose turn has not come. */
    void close(StoreClosedException cause) {
        List<Ticket<?>> stranded;
        lock.lock();
        try {
            stranded = new ArrayList<>(waiting);
        } finally {
            lock.unlock();
        }
        stranded.forEach(ticket -> ticket.result.completeExceptionally(cause));
    }

    private final class Ticket<T> {

        private final Footprint footprint;
        private final Supplier<CompletableFuture<T>> write;
        private final Consumer<T> onSuccess;
        private final Result<T> result = new Result<>();
        private final List<Ticket<?>> followers = new ArrayList<>(1);
        private int blockers;
        private volatile @Nullable Future<?> expiry;

        Ticket(Footprint footprint, Supplier<CompletableFuture<T>> write, Consumer<T> onSuccess) {
            this.footprint = footprint;
            this.write = write;
            this.onSuccess = onSuccess;
        }

        void blocks(Ticket<?> later) {
            followers.add(later);
            later.blockers++;
        }

        /** Whatever happens, the writes that wait for this one must get their turn. */
        private CompletableFuture<T> startCall() {
            try {
                return write.get();
            } catch (RuntimeException | Error thrown) {
                return CompletableFuture.failedFuture(thrown);
            }
        }

        void start() {
            Future<?> timeout = expiry;
            if (timeout != null) {
                timeout.cancel(false);
            }
            if (result.isDone()) {
                finished(this);
                return;
            }
            CompletableFuture<T> call = startCall();
            result.call = call;
            if (result.isCancelled()) {
                call.cancel(false);
            }
            call.whenComplete((value, failure) -> {
                // The next write may start before this one's caller is told, but never before this one has ended.
                finished(this);
                if (failure == null) {
                    onSuccess.accept(value);
                    result.complete(value);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        }
    }

    /** The future a caller holds; cancelling it withdraws the write, or its call if that is under way. */
    private static final class Result<T> extends CompletableFuture<T> {

        private volatile @Nullable CompletableFuture<T> call;

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            CompletableFuture<T> underWay = call;
            if (cancelled && underWay != null) {
                underWay.cancel(mayInterruptIfRunning);
            }
            return cancelled;
        }
    }
}
