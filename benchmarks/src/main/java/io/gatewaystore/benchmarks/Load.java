package io.gatewaystore.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * A number of callers, each of which makes the next call when its last has ended; in one stretch of time or in several, between which others have their
 * turn.
 */
final class Load {

    private static final int FIRST_ROOM = 64;

    private final Contender contender;
    private final Work work;
    private final int inFlight;
    private final AtomicLong failed = new AtomicLong();
    private long[] latencies = new long[0];
    private Expense spent = Expense.NOTHING;
    private long nanos;
    private long end;

    Load(Contender contender, Work work, int inFlight) {
        this.contender = contender;
        this.work = work;
        this.inFlight = inFlight;
    }

    /** Runs for a while, and until the last call has ended. */
    void run(Duration length) {
        Expense before = Expense.before();
        long begun = System.nanoTime();
        end = begun + length.toNanos();
        long[] more = inFlight == 1 ? oneAtATime() : several();
        nanos += System.nanoTime() - begun;
        spent = spent.plus(Expense.after().since(before));
        latencies =
                LongStream.concat(Arrays.stream(latencies), Arrays.stream(more)).toArray();
    }

    /** What it has done until now. */
    Sample sample() {
        long[] sorted = latencies.clone();
        Arrays.sort(sorted);
        double calls = Math.max(1, sorted.length);
        return new Sample(
                contender.name(),
                sorted.length,
                failed.get(),
                sorted.length / (nanos / 1e9),
                quantile(sorted, 0.5),
                quantile(sorted, 0.99),
                spent.cpuNanos() / 1e3 / calls,
                spent.allocatedBytes() / calls,
                spent.switches() / calls,
                spent.etcdCpuNanos() / 1e3 / calls);
    }

    private static double quantile(long[] sorted, double quantile) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, Math.round(quantile * sorted.length))] / 1e3;
    }

    /** A thread that waits for each answer, as most programs do. */
    private long[] oneAtATime() {
        Latencies taken = new Latencies();
        long now = System.nanoTime();
        do {
            boolean well = waitFor(work.call(contender));
            long then = System.nanoTime();
            if (well) {
                taken.add(then - now);
            }
            now = then;
        } while (now < end);
        return taken.all();
    }

    private boolean waitFor(CompletableFuture<?> call) {
        try {
            call.get();
            return true;
        } catch (ExecutionException e) {
            failed.incrementAndGet();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    private long[] several() {
        CountDownLatch ended = new CountDownLatch(inFlight);
        Caller[] callers = new Caller[inFlight];
        Arrays.setAll(callers, i -> new Caller(ended));
        for (Caller caller : callers) {
            caller.call();
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
        return Arrays.stream(callers)
                .flatMapToLong(caller -> Arrays.stream(caller.taken.all()))
                .toArray();
    }

    /** Calls follow one another, so it is touched by one thread at a time. */
    private final class Caller {

        private final CountDownLatch ended;
        private final Latencies taken = new Latencies();
        private boolean begun;

        Caller(CountDownLatch ended) {
            this.ended = ended;
        }

        void call() {
            long begunAt = System.nanoTime();
            if (begun && begunAt >= end) {
                ended.countDown();
                return;
            }
            begun = true;
            work.call(contender).whenComplete((answer, failure) -> {
                if (failure == null) {
                    taken.add(System.nanoTime() - begunAt);
                } else {
                    failed.incrementAndGet();
                }
                call();
            });
        }
    }

    /** A list of numbers that costs little to fill. */
    private static final class Latencies {

        private long[] nanos = new long[FIRST_ROOM];
        private int size;

        void add(long latency) {
            if (size == nanos.length) {
                nanos = Arrays.copyOf(nanos, size * 2);
            }
            nanos[size++] = latency;
        }

        long[] all() {
            return Arrays.copyOf(nanos, size);
        }
    }
}
