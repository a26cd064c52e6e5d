package io.gatewaystore.internal;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The store's own threads, on which user code runs. There is no upper bound to them, since user code may block and one blocked listener
 * must not hold up another.
 */
final class ListenerThreads implements Executor, AutoCloseable {

    private static final AtomicInteger STORES = new AtomicInteger();

    private final ThreadFactory threads;
    private final ThreadPoolExecutor pool;
    private final ScheduledExecutorService timer;

    ListenerThreads() {
        String name = "gateway-store-" + STORES.incrementAndGet();
        threads = daemons(name + "-listener-");
        pool = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, daemons(name + "-timer-"));
        scheduler.setRemoveOnCancelPolicy(true);
        // Or the thread would wait for what is due in an hour. What waits for its time when the store is closed is of
        // no use any more.
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        scheduler.setKeepAliveTime(10, TimeUnit.SECONDS);
        scheduler.allowCoreThreadTimeOut(true);
        timer = scheduler;
    }

    /** Runs a task, even after the close: the last callbacks still have to be made, and whoever waits has to be told. */
    @Override
    public void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException closed) {
            threads.newThread(task).start();
        }
    }

    /** Tells the time. What takes longer than a moment, and all that callers wait for, goes from there to the threads. */
    ScheduledExecutorService timer() {
        return timer;
    }

    /** Runs a task on one of the threads after a while. */
    void executeAfter(Duration delay, Runnable task) {
        try {
            timer.schedule(() -> execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            execute(task);
        }
    }

    /** Lets what is queued run to its end, and the threads end with it; running callbacks are not interrupted. */
    @Override
    public void close() {
        timer.shutdown();
        pool.shutdown();
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
