package io.gatewaystore.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What growth costs.
 *
 * @param machine where it was measured
 * @param starts of fresh processes
 * @param watches of one key
 * @param ranges read or replicated as a whole
 * @param fleet of gateways
 */
record ScaleReport(
        String machine, List<StartRow> starts, List<WatchRow> watches, List<RangeRow> ranges, FleetRow fleet) {

    private static final long MEBIBYTE = 1 << 20;
    private static final int MOST_STREAMS = 4;
    private static final long MOST_GROWTH = 10 * MEBIBYTE;
    private static final long MOST_GOROUTINES = 200;
    private static final double MOST_OF_UNPAGED = 3;
    private static final int MILLION = 1_000_000;
    private static final double VARIANCE = 1.5;

    void print(PrintStream out) {
        out.println(machine);
        out.println();
        starts.forEach(row -> print(
                out,
                "fresh process, %-6s first answer after %s ms",
                row.contender(),
                row.millis().text("%.0f")));
        out.println();
        print(
                out,
                "%7s  %-6s %12s %12s %-26s %10s %10s %10s %8s",
                "watches",
                "client",
                "established",
                "events/s",
                "put to last, us [least, most]",
                "heap each",
                "etcd MiB",
                "goroutines",
                "streams");
        watches.forEach(row -> print(
                out,
                "%7d  %-6s %9.0f ms %12.0f %-29s %10.0f %10.1f %10d %8d",
                row.watches(),
                row.contender(),
                row.establishedMillis(),
                row.eventsPerSecond(),
                row.putToLast().text("%.0f"),
                row.heapBytes(),
                (double) row.etcdBytes() / MEBIBYTE,
                row.goroutines(),
                row.streams()));
        out.println();
        print(
                out,
                "%8s  %-18s %-26s %-22s %9s %6s",
                "keys",
                "way",
                "ms [least, most]",
                "ratio to unpaged",
                "heap/key",
                "failed");
        ranges.forEach(row -> print(
                out,
                "%8d  %-18s %-26s %-22s %9.0f %6d",
                row.keys(),
                row.way(),
                row.millis().text("%.0f"),
                row.ratio().text("%.2f"),
                row.heapBytes(),
                row.failed()));
        out.println();
        out.println(Tables.fleet(this));
        verdicts().forEach(out::println);
    }

    List<String> verdicts() {
        List<String> verdicts = new ArrayList<>();
        List<WatchRow> ours = watches.stream()
                .filter(row -> row.contender().equals(OwnContender.COALESCED))
                .toList();
        ours.forEach(row -> verdicts.add(burden(row)));
        verdicts.addAll(growth("a put told to all of", "watches", ours, WatchRow::watches, WatchRow::putToLast));
        for (String way : List.of("list", "replica")) {
            List<RangeRow> rows =
                    ranges.stream().filter(row -> row.way().equals(way)).toList();
            rows.stream().filter(row -> row.keys() >= MILLION).forEach(row -> verdicts.add(ofUnpaged(row)));
            verdicts.addAll(growth(way + " of", "keys", rows, RangeRow::keys, RangeRow::millis));
        }
        return verdicts;
    }

    private static String burden(WatchRow row) {
        boolean light =
                row.streams() <= MOST_STREAMS && row.etcdBytes() < MOST_GROWTH && row.goroutines() < MOST_GOROUTINES;
        return String.format(
                Locale.ROOT,
                "%s: %d watches: %d streams, etcd grew by %.1f MiB and %d goroutines, wanted <= %d, < %d and < %d",
                Budget.verdict(light),
                row.watches(),
                row.streams(),
                (double) row.etcdBytes() / MEBIBYTE,
                row.goroutines(),
                MOST_STREAMS,
                MOST_GROWTH / MEBIBYTE,
                MOST_GOROUTINES);
    }

    private static String ofUnpaged(RangeRow row) {
        return String.format(
                Locale.ROOT,
                "%s: %s of %d keys takes %s of one unpaged range, wanted <= %.2f",
                Budget.verdict(row.ratio().median() <= MOST_OF_UNPAGED),
                row.way(),
                row.keys(),
                row.ratio(),
                MOST_OF_UNPAGED);
    }

    /** Whether something takes no longer for each of more than it takes for each of fewer, but for what such figures vary by. */
    private static <R> List<String> growth(
            String what, String things, List<R> rows, ToIntFunction<R> count, Function<R, Spread> time) {
        List<String> verdicts = new ArrayList<>();
        for (int i = 1; i < rows.size(); i++) {
            R fewer = rows.get(i - 1);
            R more = rows.get(i);
            double times = (double) count.applyAsInt(more) / count.applyAsInt(fewer);
            double longer = time.apply(more).median() / time.apply(fewer).median();
            verdicts.add(String.format(
                    Locale.ROOT,
                    "%s: %s %d %s takes %.1f times as long as of %d, wanted <= %.1f",
                    Budget.verdict(longer <= times * VARIANCE),
                    what,
                    count.applyAsInt(more),
                    things,
                    longer,
                    count.applyAsInt(fewer),
                    times * VARIANCE));
        }
        return verdicts;
    }

    private static void print(PrintStream out, String format, Object... figures) {
        out.println(String.format(Locale.ROOT, format, figures));
    }
}
