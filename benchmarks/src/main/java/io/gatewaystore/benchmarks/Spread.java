package io.gatewaystore.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * A figure of several rounds.
 *
 * @param least the smallest
 * @param median the one in the middle
 * @param most the largest
 */
record Spread(double least, double median, double most) {

    static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(sorted.size() - 1));
    }

    @Override
    public String toString() {
        return text("%.2f");
    }

    /** With each figure in a format. */
    String text(String number) {
        return String.format(Locale.ROOT, number + " [" + number + ", " + number + "]", median, least, most);
    }
}
