package io.gatewaystore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BarChartTest {

    private static String svg(boolean logarithmic, double... heights) {
        List<BarChart.Group> groups = List.of(
                new BarChart.Group("few", List.of(heights[0], heights[1])),
                new BarChart.Group("many", List.of(heights[2], heights[3])));
        return new BarChart("speed", List.of("ours", "theirs"), groups, logarithmic).toSvg();
    }

    @Test
    void drawsABarForEveryFigure() {
        assertThat(svg(false, 1, 2, 30, 40))
                .contains("speed", "ours", "theirs", "few", "many")
                .containsPattern("<svg");
        assertThat(svg(false, 1, 2, 30, 40).split("<rect")).hasSize(1 + 1 + 2 + 4);
    }

    @Test
    void leavesOutWhatIsNotANumber() {
        assertThat(svg(true, 1, 2, 30, Double.NaN).split("<rect")).hasSize(1 + 1 + 2 + 3);
    }

    @Test
    void hasALineForEveryPowerOfTen() {
        assertThat(svg(true, 3, 20, 300, 4_000))
                .contains(">1</text>", ">10</text>", ">100</text>", ">1,000</text>", ">10,000</text>");
    }

    @Test
    void doesNotMindThatNothingWasDone() {
        assertThat(svg(false, 0, 0, 0, 0)).contains("few");
        assertThat(svg(true, Double.NaN, Double.NaN, Double.NaN, Double.NaN)).contains("few");
    }
}
