package io.gatewaystore.etcd;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.etcd.internal.EtcdChannel;
import io.gatewaystore.replica.ReadLevel;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.testkit.etcd.EtcdBinary;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures what docs/guarantees.md says about replicas: {@code java … io.gatewaystore.etcd.ReplicaFigures [keys]} with the class path of this
 * module's tests, a heap as large as is to be proved enough, and etcd found as the tests find it.
 */
final class ReplicaFigures {

    private static final KeyRange RANGE = KeyRange.directory("r");
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int BATCH = 128;
    private static final int ROUNDS = 3;

    private ReplicaFigures() {}

    public static void main(String[] arguments) {
        int keys = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        try (EtcdCluster etcd = EtcdCluster.start(
                        EtcdSpec.builder().binary(EtcdBinary.locate()).build());
                Store opened = Store.open(etcd.config())) {
            Store store = opened.withDeadline(LONG);
            fill(store, keys);
            start(store, keys);
            try (Replica<Bytes> replica = store.replicate(RANGE, Codec.bytes())) {
                reads(store, 1_000);
                reads(store, 10_000);
                reads(replica, keys);
                fresh(store, replica);
                long begun = System.nanoTime();
                int sorted = replica.snapshot().entries().size();
                print("keys sorted for the first iteration of a snapshot", sorted + " in " + millis(begun) + " ms");
                begun = System.nanoTime();
                print("verify()", replica.verify().compared() + " keys in " + millis(begun) + " ms");
            }
        }
    }

    private static void fill(Store store, int keys) {
        byte[] value = new byte[100];
        Random random = new Random(1);
        ArrayDeque<CompletableFuture<?>> underWay = new ArrayDeque<>();
        for (int from = 0; from < keys; from += BATCH) {
            random.nextBytes(value);
            Bytes copy = Bytes.copyOf(value);
            underWay.add(store.async()
                    .commit(Txn.of(IntStream.range(from, Math.min(keys, from + BATCH))
                            .mapToObj(i -> Operation.put(key(i), copy))
                            .toArray(Operation[]::new))));
            if (underWay.size() > 16) {
                underWay.remove().join();
            }
        }
        underWay.forEach(CompletableFuture::join);
    }

    private static String key(int number) {
        return "r/service-%07d".formatted(number);
    }

    /** Start against one unpaged range read, in turns; then memory. */
    private static void start(Store store, int keys) {
        long[] reads = new long[ROUNDS];
        long[] starts = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            unpaged(store);
            reads[round] = millis(begun);
            begun = System.nanoTime();
            store.replicate(RANGE, Codec.bytes()).close();
            starts[round] = millis(begun);
        }
        print("one unpaged range read", median(reads) + " ms " + Arrays.toString(reads));
        print("start of a replica", median(starts) + " ms " + Arrays.toString(starts));
        // The watches of those before are forgotten when they would have asked for progress.
        LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
        long before = usedAfterCollection();
        Replica<Bytes> replica = store.replicate(RANGE, Codec.bytes());
        long after = usedAfterCollection();
        print("memory of the finished replica", (after - before) / keys + " bytes a key, with its watch");
        replica.close();
    }

    private static void unpaged(Store store) {
        EtcdChannel channel = store.unwrap(EtcdChannel.class).orElseThrow();
        long count = KVGrpc.newBlockingStub(channel.channel())
                .withMaxInboundMessageSize(Integer.MAX_VALUE)
                .range(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("r/"))
                        .setRangeEnd(ByteString.copyFromUtf8("r0"))
                        .build())
                .getKvsCount();
        if (count == 0) {
            throw new IllegalStateException("nothing read");
        }
    }

    private static long usedAfterCollection() {
        long used = 0;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
        return used;
    }

    /** As if there were so many keys. */
    private static void reads(Store store, int keys) {
        try (Replica<Bytes> few = store.replicate(KeyRange.interval(key(0), key(keys)), Codec.bytes())) {
            reads(few, keys);
        }
    }

    private static void reads(Replica<Bytes> replica, int keys) {
        List<String> shuffled =
                IntStream.range(0, keys).mapToObj(ReplicaFigures::key).collect(Collectors.toList());
        Collections.shuffle(shuffled, new Random(1));
        String[] asked = shuffled.toArray(String[]::new);
        Map<String, Bytes> bare = new HashMap<>();
        replica.snapshot().entries().forEach(entry -> bare.put(entry.key(), entry.value()));
        reads("a bare HashMap", bare::containsKey, asked);
        reads("a replica", key -> replica.get(key).isPresent(), asked);
    }

    private static void reads(String what, Predicate<String> read, String[] asked) {
        int keys = asked.length;
        long found = 0;
        int passes = Math.max(1, 5_000_000 / keys);
        for (int warm = 0; warm < 2; warm++) {
            found += pass(read, asked, passes);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        // What one core does, however many others want it.
        long begun = threads.getCurrentThreadCpuTime();
        found += pass(read, asked, passes);
        double nanos = (double) (threads.getCurrentThreadCpuTime() - begun) / passes / keys;
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        print(
                "reads of " + what + ", " + keys + " keys in random order",
                "%.1f million/s, %.1f ns, %d bytes allocated in %d reads (%d found)"
                        .formatted(1_000 / nanos, nanos, allocated, (long) passes * keys, found));
    }

    private static long pass(Predicate<String> read, String[] asked, int passes) {
        long found = 0;
        for (int pass = 0; pass < passes; pass++) {
            for (String key : asked) {
                if (read.test(key)) {
                    found++;
                }
            }
        }
        return found;
    }

    private static void fresh(Store store, Replica<Bytes> replica) {
        long[] own = new long[200];
        long[] put = new long[200];
        long[] linearizable = new long[200];
        long[] elsewhere = new long[200];
        for (int i = 0; i < own.length; i++) {
            long begun = System.nanoTime();
            store.put(key(i), Bytes.utf8("x"));
            long written = System.nanoTime();
            replica.get(key(i));
            put[i] = (written - begun) / 1_000;
            own[i] = (System.nanoTime() - written) / 1_000;
            begun = System.nanoTime();
            replica.get(key(i), ReadLevel.linearizable());
            linearizable[i] = (System.nanoTime() - begun) / 1_000;
            store.put("elsewhere", Bytes.utf8("x"));
            begun = System.nanoTime();
            replica.get(key(i), ReadLevel.linearizable());
            elsewhere[i] = (System.nanoTime() - begun) / 1_000;
        }
        print("put", median(put) + " us");
        print("read of an own write right after it", median(own) + " us");
        print("linearizable read", median(linearizable) + " us");
        print(
                "linearizable read after a write elsewhere",
                median(elsewhere) + " us, worst " + elsewhere[elsewhere.length - 1]);
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static long millis(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private static void print(String what, String figure) {
        System.out.println(what + ": " + figure);
    }
}
