package io.gatewaystore.benchmarks.micro;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.memory.MemoryCluster;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reads from a replica. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReplicaBenchmark {

    private static final int BATCH = 128;
    private static final Bytes VALUE = Bytes.wrap(new byte[100]);

    /** How many keys the replica has. */
    @Param({"1000", "10000", "1000000"})
    public int keys;

    private Store store = MemoryCluster.create().open();
    private String[] names = new String[0];
    private Map<String, Bytes> map = Map.of();
    private @Nullable Replica<Bytes> replica;

    /** Fills the store and starts the replica. */
    @Setup
    public void start() {
        names = new String[keys];
        Arrays.setAll(names, i -> "service-%07d".formatted(i));
        map = new HashMap<>();
        for (int from = 0; from < keys; from += BATCH) {
            for (int i = from; i < Math.min(keys, from + BATCH); i++) {
                // Keys of their own, as those of a replica are.
                map.put(new String(names[i].toCharArray()), VALUE);
            }
            store.commit(Txn.of(Arrays.stream(names, from, Math.min(keys, from + BATCH))
                    .map(name -> Operation.put(name, VALUE))
                    .toArray(Operation[]::new)));
        }
        replica = store.replicate(KeyRange.all(), Codec.bytes());
    }

    /** Ends the store, and the replica with it. */
    @TearDown
    public void close() {
        store.close();
    }

    /** A read of a random key that exists. */
    @Benchmark
    public boolean get() {
        return Objects.requireNonNull(replica)
                .get(names[ThreadLocalRandom.current().nextInt(keys)])
                .isPresent();
    }

    /** The same from the JDK's hash map, which nobody may change: what is left of a read when nothing is promised. */
    @Benchmark
    public boolean hashMap() {
        return map.containsKey(names[ThreadLocalRandom.current().nextInt(keys)]);
    }
}
