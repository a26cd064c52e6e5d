package io.gatewaystore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what measures works, with so little that the figures mean nothing. */
class BenchmarksIT {

    @TempDir
    private Path directory;

    private int run(String... arguments) {
        return Benchmarks.commandLine().execute(arguments);
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    @Test
    void measureAndDrawWhatTheyMeasured() throws IOException {
        Files.copy(Path.of("..", "docs", "performance.md"), file("performance.md"));
        int sideBySide = run(
                "side-by-side",
                "--modes=PLAIN",
                "--works=GET",
                "--in-flight=1,2",
                "--rounds=1",
                "--seconds=0.05",
                "--json=" + file("side-by-side.json"));
        int scale = run(
                "scale",
                "--watches=1,2",
                "--keys=200",
                "--rounds=1",
                "--starts=1",
                "--gateways=2",
                "--fleet-keys=300",
                "--seconds=0.05",
                "--json=" + file("scale.json"));
        int reads = run("reads", "--keys=50", "--forks=0", "--seconds=0.02", "--json=" + file("reads.json"));
        int charts = run(
                "charts",
                "--side-by-side=" + file("side-by-side.json"),
                "--scale=" + file("scale.json"),
                "--reads=" + file("reads.json"),
                "--to=" + directory,
                "--page=" + file("performance.md"));

        assertThat(new int[] {sideBySide, scale, reads, charts}).containsOnly(0);
        Report report = Json.read(file("side-by-side.json"), Report.class);
        assertThat(report.rows()).hasSize(2).allSatisfy(row -> {
            assertThat(row.failed().keySet()).containsExactlyInAnyOrderElementsOf(report.contenders());
            assertThat(row.failed().values()).containsOnly(0L);
            assertThat(report.contenders())
                    .allSatisfy(contender ->
                            assertThat(row.median(contender, Sample::perSecond)).isPositive());
        });
        ScaleReport growth = Json.read(file("scale.json"), ScaleReport.class);
        assertThat(growth.fleet().gateways()).isEqualTo(2);
        assertThat(growth.fleet().cpuMicros()).isNotNegative();
        assertThat(growth.fleet().putToLast().median()).isPositive();
        assertThat(growth.starts()).hasSize(2);
        assertThat(growth.watches())
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.streams()).isPositive());
        assertThat(growth.ranges())
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.failed()).isZero());
        assertThat(Json.read(file("reads.json"), ReadReport.class).rows())
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.nanos()).isPositive());
        for (String chart : new String[] {"throughput-plain", "latency-plain", "ranges", "watches"}) {
            assertThat(Files.readString(file(chart + ".svg"))).contains("<svg");
        }
        assertThat(Files.readString(file("performance.md")))
                .contains("| plain | get | 2 |", "| 2 | jetcd |", "| 200 | replica |", "| replica | 50 |");
    }
}
