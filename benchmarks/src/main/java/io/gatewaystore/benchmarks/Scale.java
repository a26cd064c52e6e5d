package io.gatewaystore.benchmarks;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.etcd.internal.EtcdChannel;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what grows: watches, ranges that are read or replicated as a whole, and how long a fresh process takes to its first answer. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description =
                "Measures many watches, large ranges, and the start of a fresh process, on an etcd that it starts.")
final class Scale implements Callable<Integer> {

    private static final String PREFIX = "range/";
    private static final Bytes VALUE = Bytes.wrap(new byte[100]);
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int BATCH = 128;
    private static final int BATCHES_AT_ONCE = 16;

    @Option(names = "--watches", split = ",", description = "Default: ${DEFAULT-VALUE}", defaultValue = "1,100,5000")
    private List<Integer> watches = List.of();

    @Option(
            names = "--keys",
            split = ",",
            description = "In ascending order. Default: ${DEFAULT-VALUE}",
            defaultValue = "1000,10000,100000,1000000")
    private List<Integer> keys = List.of();

    @Option(
            names = "--gateways",
            description = "How many stores a fleet has. Default: ${DEFAULT-VALUE}",
            defaultValue = "100")
    private int gateways;

    @Option(
            names = "--fleet-keys",
            description = "How many keys the etcd of a fleet has. Default: ${DEFAULT-VALUE}",
            defaultValue = "100000")
    private int fleetKeys;

    @Option(
            names = "--rounds",
            description = "How often a range is read in each way. Default: ${DEFAULT-VALUE}",
            defaultValue = "3")
    private int rounds;

    @Option(
            names = "--starts",
            description = "How many processes of each kind are started. Default: ${DEFAULT-VALUE}",
            defaultValue = "7")
    private int starts;

    @Option(
            names = "--seconds",
            description = "For how long puts are made for the watches. Default: ${DEFAULT-VALUE}",
            defaultValue = "2")
    private double seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the figures go.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        ScaleReport report = new ScaleReport(Machine.describe(), startRows(), watchRows(), rangeRows(), fleetRow());
        report.print(System.out);
        if (json != null) {
            Json.write(report, json);
        }
        return 0;
    }

    private static EtcdCluster startEtcd() {
        return EtcdCluster.start(EtcdSpec.builder().fsync(true).build());
    }

    // --- a fresh process ----------------------------------------------------------------------------------------

    private List<StartRow> startRows() {
        List<Double> own = new ArrayList<>();
        List<Double> jetcd = new ArrayList<>();
        try (EtcdCluster etcd = startEtcd()) {
            String endpoint = etcd.endpoints().get(0);
            // The first pair does not count: it brings the class path into the memory of the machine.
            for (int i = 0; i <= starts; i++) {
                double ours = FirstCall.millis(OwnContender.COALESCED, endpoint, etcd.environment());
                double theirs = FirstCall.millis(JetcdContender.NAME, endpoint, etcd.environment());
                if (i > 0) {
                    own.add(ours);
                    jetcd.add(theirs);
                }
            }
        }
        return starts == 0
                ? List.of()
                : List.of(
                        new StartRow(OwnContender.COALESCED, Spread.of(own)),
                        new StartRow(JetcdContender.NAME, Spread.of(jetcd)));
    }

    // --- watches ------------------------------------------------------------------------------------------------

    private List<WatchRow> watchRows() {
        List<Function<EtcdCluster, Contender>> contenders =
                List.of(etcd -> new OwnContender(OwnContender.COALESCED, etcd.config()), JetcdContender::of);
        return watches.stream()
                .flatMap(count -> contenders.stream().map(contender -> watchRow(contender, count)))
                .toList();
    }

    private WatchRow watchRow(Function<EtcdCluster, Contender> client, int count) {
        try (EtcdCluster etcd = startEtcd();
                Contender contender = client.apply(etcd)) {
            System.err.println(count + " watches of " + contender.name());
            // What an etcd grows by in its first second, and for requests alone, is not for the watches to answer for.
            Work.preload(contender);
            EtcdGauges before = EtcdGauges.of(etcd);
            long heapBefore = Machine.heapInUse();
            long begun = System.nanoTime();
            FanOut fanOut = new FanOut(contender, Collections.nCopies(count, contender));
            double established = (System.nanoTime() - begun) / 1e6;
            EtcdGauges after = EtcdGauges.of(etcd);
            double heapBytes = (double) (Machine.heapInUse() - heapBefore) / count;
            fanOut.measure(Duration.ofMillis(500));
            List<Double> micros = fanOut.measure(Duration.ofNanos((long) (seconds * 1e9)));
            double spent = micros.stream().mapToDouble(Double::doubleValue).sum() / 1e6;
            return new WatchRow(
                    contender.name(),
                    count,
                    established,
                    micros.size() * (double) count / spent,
                    Spread.of(micros),
                    heapBytes,
                    after.bytes() - before.bytes(),
                    after.goroutines() - before.goroutines(),
                    after.watchStreams() - before.watchStreams());
        }
    }

    // --- ranges -------------------------------------------------------------------------------------------------

    private List<RangeRow> rangeRows() {
        List<RangeRow> rows = new ArrayList<>();
        try (EtcdCluster etcd = startEtcd();
                Store opened = Store.open(etcd.config());
                Contender jetcd = JetcdContender.of(etcd)) {
            Store store = opened.withDeadline(LONG);
            int filled = 0;
            for (int count : keys) {
                System.err.println(count + " keys");
                fill(store, filled, count);
                filled = count;
                rows.addAll(rangeRows(store, jetcd, count));
            }
        }
        return rows;
    }

    private List<RangeRow> rangeRows(Store store, Contender jetcd, int count) {
        RangeTimes unpaged = new RangeTimes("one unpaged range", () -> unpaged(store));
        RangeTimes list = new RangeTimes(
                "list", () -> store.list(KeyRange.prefix(PREFIX)).entries().size());
        RangeTimes replica = new RangeTimes("replica", () -> {
            try (Replica<Bytes> started = replicate(store)) {
                return started.status().size();
            }
        });
        RangeTimes other = new RangeTimes("jetcd", () -> jetcd.list(PREFIX).join());
        List<RangeTimes> ways = List.of(unpaged, list, replica, other);
        for (int round = 0; round <= rounds; round++) {
            for (RangeTimes way : ways) {
                way.measure(count, round > 0);
            }
        }
        return ways.stream()
                .map(way -> way.row(count, unpaged, way == replica ? heapOfReplica(store, count) : 0))
                .toList();
    }

    private static Replica<Bytes> replicate(Store store) {
        return store.replicate(KeyRange.prefix(PREFIX), Codec.bytes());
    }

    private static double heapOfReplica(Store store, int count) {
        // The watches of replicas that were closed are forgotten when they would have asked for progress.
        LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
        long before = Machine.heapInUse();
        try (Replica<Bytes> replica = replicate(store)) {
            double bytes = (double) (Machine.heapInUse() - before) / count;
            return replica.status().size() == count ? bytes : Double.NaN;
        }
    }

    private static int unpaged(Store store) {
        EtcdChannel channel = store.unwrap(EtcdChannel.class).orElseThrow();
        return KVGrpc.newBlockingStub(channel.channel())
                .withMaxInboundMessageSize(Integer.MAX_VALUE)
                .range(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(PREFIX))
                        .setRangeEnd(ByteString.copyFromUtf8("range0"))
                        .build())
                .getKvsCount();
    }

    private static void fill(Store store, int from, int to) {
        ArrayDeque<CompletableFuture<?>> underWay = new ArrayDeque<>();
        for (int start = from; start < to; start += BATCH) {
            underWay.add(store.async()
                    .commit(Txn.of(IntStream.range(start, Math.min(to, start + BATCH))
                            .mapToObj(i -> Operation.put(PREFIX + "service-%07d".formatted(i), VALUE))
                            .toArray(Operation[]::new))));
            if (underWay.size() > BATCHES_AT_ONCE) {
                underWay.remove().join();
            }
        }
        underWay.forEach(CompletableFuture::join);
    }

    // --- a fleet ------------------------------------------------------------------------------------------------

    private FleetRow fleetRow() {
        List<Contender> fleet = new ArrayList<>();
        try (EtcdCluster etcd = startEtcd();
                Store store = Store.open(etcd.config())) {
            System.err.println(gateways + " gateways");
            fill(store, 0, BATCH);
            EtcdGauges empty = EtcdGauges.of(etcd);
            fill(store.withDeadline(LONG), BATCH, fleetKeys);
            EtcdGauges filled = EtcdGauges.of(etcd);
            for (int i = 0; i < gateways; i++) {
                fleet.add(new OwnContender(OwnContender.COALESCED, etcd.config()));
            }
            FanOut fanOut = new FanOut(fleet.get(0), fleet);
            EtcdGauges served = EtcdGauges.of(etcd);
            Expense before = Expense.before();
            List<Double> micros = fanOut.measure(Duration.ofNanos((long) (seconds * 1e9)));
            Expense spent = Expense.after().since(before);
            return new FleetRow(
                    fleetKeys,
                    gateways,
                    filled.bytes() - empty.bytes(),
                    filled.databaseBytes() - empty.databaseBytes(),
                    served.bytes() - filled.bytes(),
                    spent.etcdCpuNanos() / 1e3 / micros.size() / gateways,
                    Spread.of(micros));
        } finally {
            fleet.forEach(Contender::close);
        }
    }

    /** How long one way took, round by round. */
    private static final class RangeTimes {

        private final String way;
        private final Callable<Integer> read;
        private final List<Double> millis = new ArrayList<>();
        private int failed;

        RangeTimes(String way, Callable<Integer> read) {
            this.way = way;
            this.read = read;
        }

        void measure(int expected, boolean counts) {
            long begun = System.nanoTime();
            boolean well = readsAll(expected);
            double taken = (System.nanoTime() - begun) / 1e6;
            if (counts) {
                millis.add(well ? taken : Double.NaN);
                failed += well ? 0 : 1;
            }
        }

        private boolean readsAll(int expected) {
            try {
                return read.call() == expected;
            } catch (CompletionException refused) {
                System.err.println(way + ": " + refused.getCause());
                return false;
            } catch (Exception e) {
                throw new IllegalStateException(way + " failed", e);
            }
        }

        RangeRow row(int count, RangeTimes baseline, double heapBytes) {
            List<Double> ratios = IntStream.range(0, millis.size())
                    .mapToObj(i -> millis.get(i) / baseline.millis.get(i))
                    .toList();
            return new RangeRow(way, count, Spread.of(millis), Spread.of(ratios), heapBytes, failed);
        }
    }
}
