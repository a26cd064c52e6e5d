package io.gatewaystore.benchmarks;

import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts etcd and measures this library and jetcd on it, in turn. */
@Command(
        name = "side-by-side",
        mixinStandardHelpOptions = true,
        description = "Measures this library against jetcd on the same etcd, which it starts, in one run.")
final class SideBySide implements Callable<Integer> {

    private static final Duration SHORT_TURN = Duration.ofMillis(75);

    @Option(
            names = "--modes",
            split = ",",
            description = "Default: ${DEFAULT-VALUE}",
            defaultValue = "PLAIN,MUTUAL_TLS")
    private List<TlsMode> modes = List.of();

    @Option(
            names = "--works",
            split = ",",
            description = "Default: ${DEFAULT-VALUE}",
            defaultValue = "GET,PUT,CREATE,MIXED")
    private List<Work> works = List.of();

    @Option(
            names = "--in-flight",
            split = ",",
            description = "Calls under way at once. Default: ${DEFAULT-VALUE}",
            defaultValue = "1,16,64,512")
    private List<Integer> inFlight = List.of();

    @Option(
            names = "--rounds",
            description = "After one that does not count. Default: ${DEFAULT-VALUE}",
            defaultValue = "7")
    private int rounds;

    @Option(
            names = "--seconds",
            description =
                    "How long each contender is measured in each round, and twice that where calls are made one at a time. Default: ${DEFAULT-VALUE}",
            defaultValue = "0.75")
    private double seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Where all samples go.")
    private @Nullable Path json;

    private String etcd = "";
    private List<String> names = List.of();

    @Override
    public Integer call() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (TlsMode mode : modes) {
            for (Work work : works) {
                rows.addAll(measure(mode, work));
            }
        }
        Report report = new Report(Machine.describe(), etcd, names, rows);
        report.print(System.out);
        if (json != null) {
            Json.write(report, json);
        }
        return 0;
    }

    /** On an etcd of its own: the keys and revisions that one work leaves behind would slow another. */
    private List<Row> measure(TlsMode mode, Work work) {
        try (EtcdCluster cluster =
                EtcdCluster.start(EtcdSpec.builder().tls(mode).fsync(true).build())) {
            etcd = "etcd " + cluster.version() + ", which waits for the disk";
            List<Contender> contenders = contenders(cluster);
            try {
                names = contenders.stream().map(Contender::name).toList();
                Work.preload(contenders.get(0));
                return measure(mode, work, contenders);
            } finally {
                contenders.forEach(Contender::close);
            }
        }
    }

    private static List<Contender> contenders(EtcdCluster cluster) {
        return List.of(
                new OwnContender(OwnContender.COALESCED, cluster.config()),
                new OwnContender(
                        OwnContender.UNCOALESCED,
                        cluster.config().toBuilder().coalescing(false).build()),
                StubsContender.of(cluster),
                JetcdContender.of(cluster));
    }

    private List<Row> measure(TlsMode mode, Work work, List<Contender> contenders) {
        String name = mode.name().toLowerCase(Locale.ROOT).replaceAll("_.*", "");
        List<Row> rows = inFlight.stream()
                .map(under -> new Row(name, work, under, new ArrayList<>()))
                .toList();
        List<Contender> order = new ArrayList<>(contenders);
        for (int round = 0; round <= rounds; round++) {
            System.err.printf("%s %s: round %d of %d%n", mode, work, round, rounds);
            for (Row row : rows) {
                List<Sample> samples = round(row, order);
                if (round > 0) {
                    row.rounds().add(samples);
                }
            }
            // Nobody always goes after the same other.
            Collections.rotate(order, 1);
            if (round % order.size() == 0) {
                Collections.reverse(order);
            }
        }
        return rows;
    }

    /**
     * One call at a time is measured in short turns: from one second to the next the pace of a machine, and of its disk above all, changes by more than
     * what is to be seen. They add up to twice the time, for differences of a few percent count. Many calls take their time to begin, to end and to
     * settle, so they have one turn.
     */
    private List<Sample> round(Row row, List<Contender> contenders) {
        boolean single = row.inFlight() == 1;
        long nanos = (long) (seconds * (single ? 2e9 : 1e9));
        long turns = single ? Math.max(1, nanos / SHORT_TURN.toNanos()) : 1;
        Duration turn = Duration.ofNanos(nanos / turns);
        List<Load> loads = contenders.stream()
                .map(contender -> new Load(contender, row.work(), row.inFlight()))
                .toList();
        List<Load> order = new ArrayList<>(loads);
        for (int i = 0; i < turns; i++) {
            order.forEach(load -> load.run(turn));
            Collections.reverse(order);
        }
        return loads.stream().map(Load::sample).toList();
    }
}
