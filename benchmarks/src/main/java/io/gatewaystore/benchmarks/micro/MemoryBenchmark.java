package io.gatewaystore.benchmarks.micro;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.memory.MemoryCluster;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The memory backend, one operation at a time and many in one transaction. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemoryBenchmark {

    /** How many keys there are. */
    public static final int KEYS = 10_000;

    private static final int BATCH = 100;
    private static final Bytes VALUE = Bytes.wrap(new byte[256]);

    private final String[] keys = new String[KEYS];
    private final ConcurrentSkipListMap<String, Bytes> bare = new ConcurrentSkipListMap<>();
    private Store store = MemoryCluster.create().open();

    /** Fills both with the same. */
    @Setup
    public void fill() {
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "service-%05d".formatted(i);
            store.put(keys[i], VALUE);
            bare.put(keys[i], VALUE);
        }
    }

    /** Ends the store. */
    @TearDown
    public void close() {
        store.close();
    }

    private String key() {
        return keys[ThreadLocalRandom.current().nextInt(KEYS)];
    }

    /** What the next ones are compared with. */
    @Benchmark
    public @Nullable Object bareSkipListGet() {
        return bare.get(key());
    }

    /** A read by a caller who waits. */
    @Benchmark
    public Object get() {
        return store.get(key());
    }

    /** A write by a caller who waits. */
    @Benchmark
    public Object put() {
        return store.put(key(), VALUE);
    }

    /** Many writes in one transaction; the figure is for each. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public Object putsInOneTransaction() {
        int first = ThreadLocalRandom.current().nextInt(KEYS - BATCH);
        Operation[] puts = new Operation[BATCH];
        for (int i = 0; i < BATCH; i++) {
            puts[i] = Operation.put(keys[first + i], VALUE);
        }
        return store.commit(Txn.of(puts));
    }
}
