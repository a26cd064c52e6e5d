package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A hundred calls a second: reads, plain writes, and writes guarded by a modRevision, in turn, each write to a key of its own. Remembers of every
 * call when it began, how long it took and how it ended.
 */
final class CallLoad implements AutoCloseable {

    enum Kind {
        READ,
        PUT,
        REPLACE
    }

    /** A call that has ended. */
    record Ended(
            Kind kind,
            String key,
            long begunAt,
            long endedAt,
            @Nullable Throwable failure) {

        Duration taken() {
            return Duration.ofNanos(endedAt - begunAt);
        }

        boolean isWrite() {
            return kind != Kind.READ;
        }

        Optional<Outcome> outcome() {
            return failure instanceof StoreException e ? Optional.of(e.outcome()) : Optional.empty();
        }

        boolean succeeded() {
            return failure == null;
        }

        @Override
        public String toString() {
            return kind + " " + key + " after " + taken().toMillis() + " ms: " + failure;
        }
    }

    private static final Duration BETWEEN_CALLS = Duration.ofMillis(10);
    private static final AtomicInteger LOADS = new AtomicInteger();

    private final String directory = "load" + LOADS.incrementAndGet() + "/";
    private final AsyncStore store;
    private final List<Long> guards;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong slowestTick = new AtomicLong();
    private int submitted;
    private long lastTick;

    /**
     * Begins.
     *
     * @param replacements how many guarded writes there may be
     */
    CallLoad(Store store, int replacements) {
        this.store = store.async();
        this.guards = List.copyOf(java.util.stream.IntStream.range(0, replacements)
                .mapToObj(i -> this.store.put(directory + "guarded/" + i, Bytes.utf8("0")))
                .toList()
                .stream()
                .map(put -> put.join().revision())
                .toList());
        ticks.scheduleAtFixedRate(this::tick, 0, BETWEEN_CALLS.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        if (submitted > 0) {
            slowestTick.accumulateAndGet(now - lastTick, Math::max);
        }
        lastTick = now;
        int number = submitted++;
        Kind kind = Kind.values()[number % Kind.values().length];
        int nth = number / Kind.values().length;
        if (kind == Kind.REPLACE && nth >= guards.size()) {
            kind = Kind.PUT;
        }
        String key = directory + (kind == Kind.PUT ? "plain/" : "guarded/") + nth;
        Kind made = kind;
        long begunAt = System.nanoTime();
        underWay.incrementAndGet();
        call(kind, key, nth).whenComplete((answer, failure) -> {
            Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            ended.add(new Ended(made, key, begunAt, System.nanoTime(), cause));
            underWay.decrementAndGet();
        });
    }

    private CompletableFuture<?> call(Kind kind, String key, int nth) {
        return switch (kind) {
            case READ -> store.get(key);
            case PUT -> store.put(key, Bytes.utf8("1"));
            case REPLACE ->
                store.replace(key, guards.get(nth), Bytes.utf8("1"))
                        // Nobody else writes this key.
                        .thenAccept(result -> assertThat(result).isInstanceOf(WriteResult.Applied.class));
        };
    }

    /** Lets it go on for a while. */
    void proceed(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plusSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> System.nanoTime() - end > 0);
    }

    /** What a limit is worth on a machine that has other things to do, and keeps this process and etcd waiting too. */
    Duration allowing(Duration limit) {
        return limit.plusNanos(4 * slowestTick.get());
    }

    /** Waits until a read and a write that began from now on have been served. */
    void awaitServed(Duration patience) {
        long now = System.nanoTime();
        for (Kind kind : List.of(Kind.READ, Kind.PUT)) {
            await().atMost(allowing(patience))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> ended.stream()
                            .anyMatch(call -> call.kind() == kind && call.succeeded() && call.begunAt() - now > 0));
        }
    }

    /** Ends it, and waits for the last call. */
    List<Ended> finish() {
        ticks.shutdown();
        await().atMost(Duration.ofMinutes(1)).until(() -> ticks.isTerminated() && underWay.get() == 0);
        return List.copyOf(ended);
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
