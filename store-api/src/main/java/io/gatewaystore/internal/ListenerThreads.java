package io.gatewaystore.internal;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The store's own threads, on which user code runs. There is no upper bound to them, since user code may block and one blocked listener
 * must not hold up another.
 */
final class ListenerThreads implements Executor, AutoCloseable {

    private static final AtomicInteger STORES = new AtomicInteger();

    private final ScheduledExecutorService timer;
    private final ElasticPool pool;

    ListenerThreads() {
        String name = "gateway-store-" + STORES.incrementAndGet();
        ScheduledThreadPoolExecutor scheduler =
                new ScheduledThreadPoolExecutor(1, task -> daemon(task, name + "-timer"));
        scheduler.setRemoveOnCancelPolicy(true);
        // Or the thread would wait for what is due in an hour. What waits for its time when the store is closed is of
        // no use any more.
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        scheduler.setKeepAliveTime(10, TimeUnit.SECONDS);
        scheduler.allowCoreThreadTimeOut(true);
        timer = scheduler;
        pool = new ElasticPool(name + "-listener-", timer, System::nanoTime);
    }

    /** Runs a task, even after the close: the last callbacks still have to be made, and whoever waits has to be told. */
    @Override
    public void execute(Runnable task) {
        pool.execute(task);
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
        pool.close();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
