package io.gatewaystore.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Many watches of one key: each put is made when the last has been told to all of them. */
final class FanOut {

    private static final String KEY = "watched/key";
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Contender writer;
    private final int watches;
    private volatile Round round;

    /**
     * Watches, and returns when all watches are told of what happens. The clients must have no other watches of the key.
     *
     * @param writer which puts
     * @param watchers each of which watches, once for each time it is named
     */
    FanOut(Contender writer, List<Contender> watchers) {
        this.writer = writer;
        this.watches = watchers.size();
        this.round = new Round(0, watches);
        watchers.forEach(watcher -> watcher.watch(KEY, this::told));
        establish();
    }

    /**
     * Puts one value after another.
     *
     * @param length for how long
     * @return how long each took from the beginning of the put until the last watch was told of it, in microseconds
     */
    List<Double> measure(Duration length) {
        List<Double> micros = new ArrayList<>();
        long end = System.nanoTime() + length.toNanos();
        do {
            long begun = System.nanoTime();
            if (!put(LONG)) {
                throw new IllegalStateException(writer.name() + " lost a change, with " + watches + " watches");
            }
            micros.add((System.nanoTime() - begun) / 1e3);
        } while (System.nanoTime() < end);
        return micros;
    }

    /** Not every client says when its watches have begun. They have when all are told of the same put. */
    private void establish() {
        long end = System.nanoTime() + LONG.toNanos();
        for (Duration patience = SHORT; !put(patience); patience = patience.multipliedBy(2)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(writer.name() + " did not establish " + watches + " watches");
            }
        }
    }

    private boolean put(Duration patience) {
        Round next = new Round(round.number + 1, watches);
        round = next;
        writer.put(KEY, Long.toString(next.number).getBytes(StandardCharsets.US_ASCII))
                .join();
        try {
            return next.missing.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    private void told(byte[] value) {
        Round current = round;
        if (Long.parseLong(new String(value, StandardCharsets.US_ASCII)) == current.number) {
            current.missing.countDown();
        }
    }

    private static final class Round {

        private final long number;
        private final CountDownLatch missing;

        Round(long number, int watches) {
            this.number = number;
            this.missing = new CountDownLatch(watches);
        }
    }
}
