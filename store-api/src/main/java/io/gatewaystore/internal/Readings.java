package io.gatewaystore.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The readings of whole ranges that watches need: few at a time, in the order in which they were asked for. When history is lost all watches of a store read
 * theirs anew, which at once would take more memory than there is, and more time than the server has for anybody.
 *
 * <p>What has been read is taken on a thread of the store's, for it may be a lot of work. Thread-safe.
 */
final class Readings {

    static final int MOST_UNDER_WAY = 4;

    private final Executor threads;
    private final ReentrantLock lock = new ReentrantLock();
    // Both below are guarded by the lock.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;

    Readings(Executor threads) {
        this.threads = threads;
    }

    /**
     * Reads when it is its turn.
     *
     * @param reading begins to read
     * @param taken is given what was read, or why it was not; until it returns, the reading is under way
     */
    void read(Supplier<CompletableFuture<Pages>> reading, BiConsumer<@Nullable Pages, @Nullable Throwable> taken) {
        Runnable turn = () -> begin(reading, taken);
        lock.lock();
        try {
            if (underWay == MOST_UNDER_WAY) {
                waiting.add(turn);
                return;
            }
            underWay++;
        } finally {
            lock.unlock();
        }
        turn.run();
    }

    private void begin(
            Supplier<CompletableFuture<Pages>> reading, BiConsumer<@Nullable Pages, @Nullable Throwable> taken) {
        CompletableFuture<Pages> pages;
        try {
            pages = reading.get();
        } catch (Throwable broken) {
            pages = CompletableFuture.failedFuture(broken);
        }
        pages.whenComplete((read, failure) -> threads.execute(() -> {
            try {
                taken.accept(read, failure);
            } finally {
                ended();
            }
        }));
    }

    private void ended() {
        Runnable next;
        lock.lock();
        try {
            next = waiting.poll();
            if (next == null) {
                underWay--;
            }
        } finally {
            lock.unlock();
        }
        if (next != null) {
            next.run();
        }
    }
}
