package io.gatewaystore.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Bars side by side, in groups, as SVG. Text stays text, so that the files are small and can be searched.
 *
 * @param title what is shown, in which unit
 * @param series the names of the bars of a group
 * @param groups the bars
 * @param logarithmic whether each line across stands for ten times as much as the one below
 */
record BarChart(String title, List<String> series, List<Group> groups, boolean logarithmic) {

    /**
     * Bars beside each other.
     *
     * @param label what they are about
     * @param heights one for each series; no bar is drawn for what is not a number
     */
    record Group(String label, List<Double> heights) {}

    private static final int WIDTH = 900;
    private static final int HEIGHT = 340;
    private static final int LEFT = 70;
    private static final int RIGHT = 10;
    private static final int TOP = 56;
    private static final int BOTTOM = 30;
    private static final int LINES = 5;
    private static final double SHARE_OF_GROUP = 0.8;
    private static final List<String> COLORS = List.of("#1f5fa8", "#7fb2e5", "#d9822b", "#6b7a8f");

    String toSvg() {
        List<String> parts = new ArrayList<>();
        parts.add(text(WIDTH / 2.0, 18, "middle", title));
        for (int i = 0; i < series.size(); i++) {
            double x = LEFT + i * 160.0;
            parts.add(rectangle(x, 30, 12, 12, i));
            parts.add(text(x + 18, 41, "start", series.get(i)));
        }
        for (double line : lines()) {
            parts.add(String.format(
                    Locale.ROOT,
                    "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#d0d4da'/>",
                    LEFT,
                    WIDTH - RIGHT,
                    y(line),
                    y(line)));
            parts.add(text(LEFT - 6, y(line) + 4, "end", String.format(Locale.ROOT, "%,.0f", line)));
        }
        for (int i = 0; i < groups.size(); i++) {
            draw(groups.get(i), i, parts);
        }
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d'"
                                + " font-family='sans-serif' font-size='12'>%n<rect width='100%%' height='100%%' fill='white'/>%n",
                        WIDTH,
                        HEIGHT,
                        WIDTH,
                        HEIGHT)
                + String.join("\n", parts)
                + "\n</svg>\n";
    }

    private void draw(Group group, int number, List<String> parts) {
        double room = (double) (WIDTH - LEFT - RIGHT) / groups.size();
        double bar = room * SHARE_OF_GROUP / series.size();
        double left = LEFT + number * room + room * (1 - SHARE_OF_GROUP) / 2;
        for (int i = 0; i < series.size(); i++) {
            double height = group.heights().get(i);
            if (!Double.isNaN(height)) {
                parts.add(rectangle(left + i * bar, y(height), bar - 1, HEIGHT - BOTTOM - y(height), i));
            }
        }
        parts.add(text(LEFT + (number + 0.5) * room, HEIGHT - BOTTOM + 18, "middle", group.label()));
    }

    /** The values at which a line is drawn across, from the lowest to the highest. */
    private List<Double> lines() {
        List<Double> lines = new ArrayList<>();
        if (logarithmic) {
            for (double line = decade(lowest()); lines.size() < 2 || line < highest() * 10; line *= 10) {
                lines.add(line);
            }
            return lines;
        }
        double step = decade(highest());
        if (highest() / step < LINES / 2.0) {
            step /= LINES;
        }
        for (double line = 0; line < highest() + step; line += step) {
            lines.add(line);
        }
        return lines;
    }

    private static double decade(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    private double highest() {
        return Math.max(1, heights().max().orElse(1));
    }

    private double lowest() {
        return heights().min().orElse(1);
    }

    private DoubleStream heights() {
        return groups.stream()
                .flatMap(group -> group.heights().stream())
                .mapToDouble(Double::doubleValue)
                .filter(height -> !Double.isNaN(height));
    }

    private double y(double value) {
        List<Double> lines = lines();
        double least = scaled(lines.get(0));
        double most = scaled(lines.get(lines.size() - 1));
        return HEIGHT - BOTTOM - (scaled(value) - least) / (most - least) * (HEIGHT - TOP - BOTTOM);
    }

    private double scaled(double value) {
        return logarithmic ? Math.log10(value) : value;
    }

    private static String rectangle(double x, double y, double width, double height, int series) {
        return String.format(
                Locale.ROOT,
                "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'/>",
                x,
                y,
                width,
                height,
                COLORS.get(series % COLORS.size()));
    }

    private static String text(double x, double y, String anchor, String content) {
        return String.format(Locale.ROOT, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>", x, y, anchor, content);
    }
}
