package io.gatewaystore.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws what the other commands wrote. */
@Command(
        name = "charts",
        mixinStandardHelpOptions = true,
        description =
                "Draws charts of what side-by-side and scale wrote as JSON, and fills a page with that and what reads wrote.")
final class Charts implements Callable<Integer> {

    @Option(names = "--side-by-side", required = true, paramLabel = "FILE")
    private Path sideBySide = Path.of("");

    @Option(names = "--scale", required = true, paramLabel = "FILE")
    private Path scale = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "DIRECTORY", description = "Where the SVG files go.")
    private Path directory = Path.of("");

    @ArgGroup(exclusive = false)
    private @Nullable ToFill toFill;

    private static final class ToFill {

        @Option(
                names = "--page",
                required = true,
                paramLabel = "FILE",
                description = "The page whose figures are replaced.")
        private Path page = Path.of("");

        @Option(names = "--reads", required = true, paramLabel = "FILE", description = "For the page.")
        private Path reads = Path.of("");
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(directory);
        Report report = Json.read(sideBySide, Report.class);
        for (String mode : report.rows().stream().map(Row::mode).distinct().toList()) {
            save(throughput(report, mode), "throughput-" + mode);
            save(latency(report, mode), "latency-" + mode);
        }
        ScaleReport growth = Json.read(scale, ScaleReport.class);
        save(ranges(growth), "ranges");
        save(watches(growth), "watches");
        if (toFill != null) {
            ReadReport alone = Json.read(toFill.reads, ReadReport.class);
            Page page = new Page(Files.readString(toFill.page));
            Files.writeString(toFill.page, filled(page, report, growth, alone).text());
        }
        return 0;
    }

    private static Page filled(Page page, Report report, ScaleReport growth, ReadReport reads) {
        return page.with("machine", report.machine() + "; " + report.etcd() + ".")
                .with("calls", Tables.calls(report))
                .with("verdicts of calls", block(report.verdicts()))
                .with("starts", Tables.starts(growth))
                .with("watches", Tables.watches(growth))
                .with("ranges", Tables.ranges(growth))
                .with("fleet", Tables.fleet(growth))
                .with("verdicts of growth", block(growth.verdicts()))
                .with("reads", Tables.reads(reads))
                .with("verdicts of reads", block(reads.verdicts()));
    }

    private static String block(List<String> lines) {
        return "```\n" + String.join("\n", lines) + "\n```";
    }

    private static BarChart throughput(Report report, String mode) {
        List<Row> rows = report.rows().stream()
                .filter(row -> row.mode().equals(mode) && row.inFlight() > 1)
                .toList();
        return bars(report, rows, "Calls per second (" + mode + ")", Sample::perSecond);
    }

    private static BarChart latency(Report report, String mode) {
        List<Row> rows = report.rows().stream()
                .filter(row -> row.mode().equals(mode) && row.inFlight() == 1)
                .toList();
        return bars(
                report,
                rows,
                "One call at a time: median latency in microseconds (" + mode + ")",
                Sample::medianMicros);
    }

    private static BarChart bars(Report report, List<Row> rows, String title, ToDoubleFunction<Sample> figure) {
        List<BarChart.Group> groups = rows.stream()
                .map(row -> new BarChart.Group(
                        row.work().name().toLowerCase(Locale.ROOT) + " \u00d7" + row.inFlight(),
                        report.contenders().stream()
                                .map(contender -> row.median(contender, figure))
                                .toList()))
                .toList();
        return new BarChart(title, report.contenders(), groups, false);
    }

    private static BarChart ranges(ScaleReport report) {
        return growth(
                "A whole range: milliseconds, by the number of keys",
                report.ranges(),
                RangeRow::keys,
                RangeRow::way,
                row -> row.failed() == 0 ? row.millis().median() : Double.NaN);
    }

    private static BarChart watches(ScaleReport report) {
        return growth(
                "From a put until the last watch is told: microseconds, by the number of watches",
                report.watches(),
                WatchRow::watches,
                WatchRow::contender,
                row -> row.putToLast().median());
    }

    private static <R> BarChart growth(
            String title,
            List<R> rows,
            ToIntFunction<R> count,
            Function<R, String> series,
            ToDoubleFunction<R> height) {
        List<String> names = rows.stream().map(series).distinct().toList();
        List<BarChart.Group> groups = rows.stream()
                .mapToInt(count)
                .distinct()
                .mapToObj(number -> new BarChart.Group(
                        String.format(Locale.ROOT, "%,d", number),
                        rows.stream()
                                .filter(row -> count.applyAsInt(row) == number)
                                .map(height::applyAsDouble)
                                .toList()))
                .toList();
        return new BarChart(title, names, groups, true);
    }

    private void save(BarChart chart, String name) throws IOException {
        Files.writeString(directory.resolve(name + ".svg"), chart.toSvg());
    }
}
