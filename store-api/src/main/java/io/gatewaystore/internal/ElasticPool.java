package io.gatewaystore.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Few threads for many short tasks, and one more for each that takes longer: tasks may block, and must not hold each other up. Short tasks wait for each
 * other; where one has taken longer than {@link #MOMENT} while others wait, a thread is added, and taken away when it is done.
 */
final class ElasticPool implements Executor, AutoCloseable {

    /** Not much longer than it takes to start a thread. */
    static final Duration MOMENT = Duration.ofMillis(1);

    /** How many threads there are for short tasks. */
    static final int FEW = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private static final long IDLE_SECONDS = 10;

    private final String name;
    private final ScheduledExecutorService timer;
    private final LongSupplier clock;
    private final Workers pool = new Workers();
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger started = new AtomicInteger();
    /** Tasks that wait or run. */
    private final AtomicInteger unfinished = new AtomicInteger();

    private final AtomicBoolean looking = new AtomicBoolean();
    /** How many threads stand in for others. */
    private int added;

    private volatile int size = FEW;

    /**
     * Begins without a thread.
     *
     * @param name what the names of the threads begin with
     * @param timer on which, while tasks wait, it is looked which of those that run take long
     * @param clock tells the time, in nanoseconds
     */
    ElasticPool(String name, ScheduledExecutorService timer, LongSupplier clock) {
        this.name = name;
        this.timer = timer;
        this.clock = clock;
    }

    /** Runs a task, even after the close: then on a thread of its own. */
    @Override
    public void execute(Runnable task) {
        unfinished.incrementAndGet();
        try {
            pool.execute(task);
        } catch (RejectedExecutionException closed) {
            unfinished.decrementAndGet();
            new Worker(task).start();
            return;
        }
        lookIfAnyWaits();
    }

    /** How many threads there may be at the moment. */
    int size() {
        return size;
    }

    private boolean doesAnyWait() {
        return unfinished.get() > size;
    }

    private void lookIfAnyWaits() {
        if (doesAnyWait() && looking.compareAndSet(false, true)) {
            try {
                timer.schedule(this::look, MOMENT.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                looking.set(false);
            }
        }
    }

    private void look() {
        addForThoseThatTakeLong();
        looking.set(false);
        lookIfAnyWaits();
    }

    private void addForThoseThatTakeLong() {
        long now = clock.getAsLong();
        workers.forEach(worker -> {
            if (worker.busy && !worker.replaced && now - worker.begunAt >= MOMENT.toNanos()) {
                worker.replaced = true;
                resize(1);
            }
        });
    }

    private synchronized void resize(int difference) {
        added += difference;
        size = FEW + added;
        if (difference > 0) {
            pool.setMaximumPoolSize(size);
            pool.setCorePoolSize(size);
        } else {
            pool.setCorePoolSize(size);
            pool.setMaximumPoolSize(size);
        }
    }

    /** Lets what waits run to its end, and the threads end with it. */
    @Override
    public void close() {
        pool.shutdown();
        if (doesAnyWait()) {
            // The timer may be at its end too.
            new Worker(this::seeToTheEnd).start();
        }
    }

    private void seeToTheEnd() {
        try {
            while (doesAnyWait() && !pool.awaitTermination(MOMENT.toNanos(), TimeUnit.NANOSECONDS)) {
                addForThoseThatTakeLong();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Workers extends ThreadPoolExecutor {

        Workers() {
            super(FEW, FEW, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Worker::new);
            allowCoreThreadTimeOut(true);
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            ((Worker) thread).begin();
        }

        @Override
        protected void afterExecute(Runnable task, Throwable thrown) {
            ((Worker) Thread.currentThread()).end();
            unfinished.decrementAndGet();
        }
    }

    private final class Worker extends Thread {

        private volatile long begunAt;
        private volatile boolean busy;
        /** May be set a moment late, when it has something else to do already: then that counts as long. */
        private volatile boolean replaced;

        Worker(Runnable task) {
            super(task, name + started.incrementAndGet());
            setDaemon(true);
        }

        @Override
        public void run() {
            workers.add(this);
            try {
                super.run();
            } finally {
                workers.remove(this);
                giveBack();
            }
        }

        void begin() {
            begunAt = clock.getAsLong();
            busy = true;
        }

        void end() {
            busy = false;
            giveBack();
        }

        private void giveBack() {
            if (replaced) {
                replaced = false;
                resize(-1);
            }
        }
    }
}
