package io.gatewaystore.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Everything that was measured, with where.
 *
 * @param machine processors, Java and operating system
 * @param etcd its version, and how it was run
 * @param contenders the names; the last is what the others are compared with
 * @param rows one for each kind of load
 */
record Report(String machine, String etcd, List<String> contenders, List<Row> rows) {

    private String baseline() {
        return contenders.get(contenders.size() - 1);
    }

    void print(PrintStream out) {
        out.println(machine + "; " + etcd);
        out.printf(
                "%-6s %-6s %5s  %-12s %10s %9s %9s %8s %8s %9s %8s %7s  %s%n",
                "mode",
                "work",
                "under",
                "contender",
                "calls/s",
                "p50 us",
                "p99 us",
                "cpu us",
                "etcd us",
                "bytes",
                "switches",
                "failed",
                "ratio of medians [least, most]");
        rows.forEach(row -> contenders.forEach(contender -> out.println(line(row, contender))));
        verdicts().forEach(out::println);
    }

    List<String> verdicts() {
        return rows.stream().flatMap(row -> verdicts(row).stream()).toList();
    }

    private String line(Row row, String contender) {
        return String.format(
                Locale.ROOT,
                "%-6s %-6s %5d  %-12s %10.0f %9.0f %9.0f %8.1f %8.1f %9.0f %8.2f %7d  %s",
                row.mode(),
                row.work().name().toLowerCase(Locale.ROOT),
                row.inFlight(),
                contender,
                row.median(contender, Sample::perSecond),
                row.median(contender, Sample::medianMicros),
                row.median(contender, Sample::p99Micros),
                row.median(contender, Sample::cpuMicros),
                row.median(contender, Sample::etcdMicros),
                row.median(contender, Sample::allocated),
                row.median(contender, Sample::switches),
                row.failed().getOrDefault(contender, 0L),
                contender.equals(baseline())
                        ? ""
                        : "throughput " + row.ratio(contender, baseline(), Sample::perSecond) + ", p50 "
                                + row.ratio(contender, baseline(), Sample::medianMicros));
    }

    private static List<String> verdicts(Row row) {
        List<String> verdicts = new ArrayList<>();
        Budget.of(row.work(), row.inFlight()).stream().forEach(budget -> verdicts.add(budget.judge(row)));
        if (Budget.isOfSwitches(row)) {
            verdicts.add(Budget.judgeSwitches(row));
        }
        return verdicts;
    }
}
