package io.gatewaystore.benchmarks;

import io.gatewaystore.benchmarks.micro.MemoryBenchmark;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What reads take that ask nobody.
 *
 * @param machine where it was measured
 * @param rows one for each thing that is read
 */
record ReadReport(String machine, List<ReadRow> rows) {

    private static final String REPLICA = "replica";
    private static final String MEMORY = "memory backend";
    private static final String SKIP_LIST = "the JDK's skip list";

    /** What the benchmarks read, by the ends of their names. */
    private static final Map<String, String> NAMES = Map.of(
            "ReplicaBenchmark.get", REPLICA,
            "ReplicaBenchmark.hashMap", "the JDK's hash map",
            "MemoryBenchmark.get", MEMORY,
            "MemoryBenchmark.bareSkipListGet", SKIP_LIST);

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** Of a million, a processor waits for its memory, whatever the collection: that is for the table to show. */
    private static final int MOST_KEYS_JUDGED = 10_000;

    private static final double FEWEST_MILLIONS = 10;
    private static final double MOST_OF_SKIP_LIST = 3;

    static ReadReport of(String machine, Collection<RunResult> results) {
        return new ReadReport(machine, results.stream().map(ReadReport::row).toList());
    }

    private static ReadRow row(RunResult result) {
        BenchmarkParams params = result.getParams();
        String keys = params.getParam("keys");
        Result<?> allocated =
                Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED), ALLOCATED);
        return new ReadRow(
                name(params.getBenchmark()),
                keys == null ? MemoryBenchmark.KEYS : Integer.parseInt(keys),
                result.getPrimaryResult().getScore(),
                result.getPrimaryResult().getScoreError(),
                allocated.getScore());
    }

    private static String name(String benchmark) {
        return NAMES.entrySet().stream()
                .filter(name -> benchmark.endsWith(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    void print(PrintStream out) {
        out.println(machine);
        out.println();
        out.println(Tables.reads(this));
        verdicts().forEach(out::println);
    }

    List<String> verdicts() {
        List<String> verdicts = new ArrayList<>();
        of(REPLICA).filter(row -> row.keys() <= MOST_KEYS_JUDGED).forEach(row -> verdicts.add(ofPace(row)));
        of(REPLICA).forEach(row -> verdicts.add(ofAllocation(row)));
        of(MEMORY)
                .forEach(row -> of(SKIP_LIST)
                        .filter(bare -> bare.keys() == row.keys())
                        .forEach(bare -> verdicts.add(ofMemory(row, bare))));
        return verdicts;
    }

    private Stream<ReadRow> of(String what) {
        return rows.stream().filter(row -> row.what().equals(what));
    }

    private static String ofPace(ReadRow row) {
        double millions = 1e3 / row.nanos();
        return String.format(
                Locale.ROOT,
                "%s: a replica of %d keys is read %.1f million times a second by one thread, wanted >= %.1f",
                Budget.verdict(millions >= FEWEST_MILLIONS),
                row.keys(),
                millions,
                FEWEST_MILLIONS);
    }

    /** Less than a byte is what the rest of the process allocates in that time. */
    private static String ofAllocation(ReadRow row) {
        return String.format(
                Locale.ROOT,
                "%s: a read from a replica of %d keys allocates %.2f bytes, wanted < 1",
                Budget.verdict(row.bytes() < 1),
                row.keys(),
                row.bytes());
    }

    private static String ofMemory(ReadRow row, ReadRow bare) {
        double ratio = row.nanos() / bare.nanos();
        return String.format(
                Locale.ROOT,
                "%s: a read from the memory backend takes %.2f of one from the JDK's skip list, wanted <= %.2f",
                Budget.verdict(ratio <= MOST_OF_SKIP_LIST),
                ratio,
                MOST_OF_SKIP_LIST);
    }
}
