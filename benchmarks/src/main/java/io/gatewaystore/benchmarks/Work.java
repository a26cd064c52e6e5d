package io.gatewaystore.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** What is called, one call after another. */
enum Work {
    GET {
        @Override
        CompletableFuture<?> call(Contender contender) {
            return contender.get(existing());
        }
    },
    PUT {
        @Override
        CompletableFuture<?> call(Contender contender) {
            return contender.put(existing(), VALUE);
        }
    },
    CREATE {
        @Override
        CompletableFuture<?> call(Contender contender) {
            return contender.create("bench/fresh/" + FRESH.incrementAndGet(), VALUE);
        }
    },
    /** Four reads to a write. */
    MIXED {
        @Override
        CompletableFuture<?> call(Contender contender) {
            return (ThreadLocalRandom.current().nextInt(READS_AND_WRITES) == 0 ? PUT : GET).call(contender);
        }
    };

    static final int KEYS = 10_000;
    static final byte[] VALUE = new byte[256];

    private static final int PRELOADED_AT_ONCE = 64;
    private static final int READS_AND_WRITES = 5;
    private static final AtomicLong FRESH = new AtomicLong(System.nanoTime());

    abstract CompletableFuture<?> call(Contender contender);

    /** Puts all keys that exist. */
    static void preload(Contender contender) {
        for (int from = 0; from < KEYS; from += PRELOADED_AT_ONCE) {
            IntStream.range(from, Math.min(KEYS, from + PRELOADED_AT_ONCE))
                    .mapToObj(number -> contender.put(key(number), VALUE))
                    .toList()
                    .forEach(put -> put.join());
        }
    }

    static String key(int number) {
        return "bench/keys/" + number;
    }

    private static String existing() {
        return key(ThreadLocalRandom.current().nextInt(KEYS));
    }
}
