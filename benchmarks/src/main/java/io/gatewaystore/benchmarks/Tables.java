package io.gatewaystore.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Reports as tables of Markdown. */
final class Tables {

    private Tables() {}

    static String calls(Report report) {
        StringBuilder table = new StringBuilder();
        String names = String.join(", ", report.contenders());
        table.append("| mode | call | at once | calls/s: ")
                .append(names)
                .append(" | store : jetcd | uncoalesced : jetcd | ");
        table.append("p50, µs | client CPU, µs | etcd CPU, µs | bytes | switches | failed |\n");
        table.append("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (Row row : report.rows()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %s | %s | %s | %s | %s | %s | %s | %s | %s |%n",
                    row.mode(),
                    row.work().name().toLowerCase(Locale.ROOT),
                    row.inFlight(),
                    medians(report, row, "%.0f", Sample::perSecond),
                    row.ratio(OwnContender.COALESCED, JetcdContender.NAME, Sample::perSecond),
                    row.ratio(OwnContender.UNCOALESCED, JetcdContender.NAME, Sample::perSecond),
                    medians(report, row, "%.0f", Sample::medianMicros),
                    medians(report, row, "%.0f", Sample::cpuMicros),
                    medians(report, row, "%.0f", Sample::etcdMicros),
                    medians(report, row, "%.0f", Sample::allocated),
                    medians(report, row, "%.2f", Sample::switches),
                    row.failed().values().stream().mapToLong(Long::longValue).sum()));
        }
        return table.toString();
    }

    private static String medians(Report report, Row row, String number, ToDoubleFunction<Sample> figure) {
        return report.contenders().stream()
                .map(contender -> String.format(Locale.ROOT, number, row.median(contender, figure)))
                .collect(Collectors.joining(", "));
    }

    static String starts(ScaleReport report) {
        return "| client | ms from the start of the process to the first answer |\n|---|---|\n"
                + lines(
                        report.starts(),
                        row -> "| %s | %s |"
                                .formatted(row.contender(), row.millis().text("%.0f")));
    }

    static String watches(ScaleReport report) {
        return "| watches | client | established, ms | changes told per second | put to last watch, µs | heap each, bytes"
                + " | etcd grew by, MiB | goroutines | streams |\n|---|---|---|---|---|---|---|---|---|\n"
                + lines(
                        report.watches(),
                        row -> String.format(
                                Locale.ROOT,
                                "| %d | %s | %.0f | %.0f | %s | %.0f | %.1f | %d | %d |",
                                row.watches(),
                                row.contender(),
                                row.establishedMillis(),
                                row.eventsPerSecond(),
                                row.putToLast().text("%.0f"),
                                row.heapBytes(),
                                row.etcdBytes() / (double) (1 << 20),
                                row.goroutines(),
                                row.streams()));
    }

    static String ranges(ScaleReport report) {
        return "| keys | way | ms | of one unpaged range | heap each key, bytes |\n|---|---|---|---|---|\n"
                + lines(
                        report.ranges(),
                        row -> String.format(
                                Locale.ROOT,
                                "| %d | %s | %s | %s | %s |",
                                row.keys(),
                                row.way(),
                                row.failed() > 0 ? "fails" : row.millis().text("%.0f"),
                                row.failed() > 0 ? "" : row.ratio(),
                                row.heapBytes() == 0 ? "" : String.format(Locale.ROOT, "%.0f", row.heapBytes())));
    }

    static String reads(ReadReport report) {
        return "| read of a random key | keys | ns | bytes |\n|---|---|---|---|\n"
                + lines(
                        report.rows(),
                        row -> String.format(
                                Locale.ROOT,
                                "| %s | %d | %.0f \u00b1 %.0f | %.0f |",
                                row.what(),
                                row.keys(),
                                row.nanos(),
                                row.error(),
                                row.bytes()));
    }

    static String fleet(ScaleReport report) {
        FleetRow fleet = report.fleet();
        return String.format(
                Locale.ROOT,
                """
                | what a fleet costs etcd | |
                |---|---|
                | memory for each of %d keys, bytes | %d |
                | disk for each of them, bytes | %d |
                | memory for each of %d gateways, KiB | %d |
                | processor time for each change told to each gateway, µs | %.0f |
                | from a put until the last gateway is told, µs | %s |
                """,
                fleet.keys(),
                fleet.memoryForKeys() / fleet.keys(),
                fleet.databaseForKeys() / fleet.keys(),
                fleet.gateways(),
                fleet.memoryForGateways() / 1024 / fleet.gateways(),
                fleet.cpuMicros(),
                fleet.putToLast().text("%.0f"));
    }

    private static <R> String lines(List<R> rows, Function<R, String> line) {
        return rows.stream().map(line).collect(Collectors.joining("\n"));
    }
}
