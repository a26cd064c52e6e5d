package io.gatewaystore.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.theme.MatlabTheme;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws what the other commands wrote. */
@Command(
        name = "charts",
        mixinStandardHelpOptions = true,
        description = "Draws charts of what side-by-side and scale wrote as JSON.")
final class Charts implements Callable<Integer> {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 360;

    @Option(names = "--side-by-side", required = true, paramLabel = "FILE")
    private Path sideBySide = Path.of("");

    @Option(names = "--scale", required = true, paramLabel = "FILE")
    private Path scale = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "DIRECTORY", description = "Where the SVG files go.")
    private Path directory = Path.of("");

    @Option(names = "--page", paramLabel = "FILE", description = "The page whose figures are replaced.")
    private @Nullable Path page;

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
        if (page != null) {
            Files.writeString(
                    page,
                    filled(new Page(Files.readString(page)), report, growth).text());
        }
        return 0;
    }

    private static Page filled(Page page, Report report, ScaleReport growth) {
        return page.with("machine", report.machine() + "; " + report.etcd() + ".")
                .with("calls", Tables.calls(report))
                .with("verdicts of calls", block(report.verdicts()))
                .with("starts", Tables.starts(growth))
                .with("watches", Tables.watches(growth))
                .with("ranges", Tables.ranges(growth))
                .with("verdicts of growth", block(growth.verdicts()));
    }

    private static String block(List<String> lines) {
        return "```\n" + String.join("\n", lines) + "\n```";
    }

    private static CategoryChart throughput(Report report, String mode) {
        List<Row> rows = report.rows().stream()
                .filter(row -> row.mode().equals(mode) && row.inFlight() > 1)
                .toList();
        return bars(report, rows, "Calls per second (" + mode + ")", Sample::perSecond);
    }

    private static CategoryChart latency(Report report, String mode) {
        List<Row> rows = report.rows().stream()
                .filter(row -> row.mode().equals(mode) && row.inFlight() == 1)
                .toList();
        return bars(
                report,
                rows,
                "One call at a time: median latency in microseconds (" + mode + ")",
                Sample::medianMicros);
    }

    private static CategoryChart bars(Report report, List<Row> rows, String title, ToDoubleFunction<Sample> figure) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .build();
        chart.getStyler().setTheme(new MatlabTheme());
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
        List<String> names = rows.stream()
                .map(row -> row.work().name().toLowerCase(Locale.ROOT) + " \u00d7" + row.inFlight())
                .toList();
        for (String contender : report.contenders()) {
            List<Double> heights =
                    rows.stream().map(row -> row.median(contender, figure)).toList();
            if (!rows.isEmpty()) {
                chart.addSeries(contender, names, heights);
            }
        }
        return chart;
    }

    private static XYChart ranges(ScaleReport report) {
        XYChart chart = lines("A whole range, in milliseconds", "keys");
        report.ranges().stream().map(RangeRow::way).distinct().forEach(way -> {
            List<RangeRow> rows = report.ranges().stream()
                    .filter(row -> row.way().equals(way) && row.failed() == 0)
                    .toList();
            add(chart, way, rows, RangeRow::keys, row -> row.millis().median());
        });
        return chart;
    }

    private static XYChart watches(ScaleReport report) {
        XYChart chart = lines("From a put until the last watch is told, in microseconds", "watches");
        report.watches().stream().map(WatchRow::contender).distinct().forEach(contender -> {
            List<WatchRow> rows = report.watches().stream()
                    .filter(row -> row.contender().equals(contender))
                    .toList();
            add(
                    chart,
                    contender,
                    rows,
                    WatchRow::watches,
                    row -> row.putToLast().median());
        });
        return chart;
    }

    private static XYChart lines(String title, String across) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(across)
                .build();
        chart.getStyler().setTheme(new MatlabTheme());
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
        return chart;
    }

    private static <R> void add(
            XYChart chart, String name, List<R> rows, ToDoubleFunction<R> across, ToDoubleFunction<R> up) {
        if (!rows.isEmpty()) {
            chart.addSeries(
                    name,
                    rows.stream().mapToDouble(across).toArray(),
                    rows.stream().mapToDouble(up).toArray());
        }
    }

    private void save(Chart<?, ?> chart, String name) throws IOException {
        VectorGraphicsEncoder.saveVectorGraphic(chart, directory.resolve(name).toString(), VectorGraphicsFormat.SVG);
    }
}
