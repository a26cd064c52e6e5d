package io.gatewaystore.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Help.Ansi;

/**
 * Rows of text under headings, as wide as what they hold. What could move a terminal's cursor is shown as a question mark.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public final class Table {

    private static final String GAP = "  ";

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Creates an empty table.
     *
     * @param headings one for each column
     */
    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column
     * @return this table
     * @throws IllegalArgumentException if there are more or fewer cells than columns
     */
    public Table row(Object... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException("cells: " + cells.length + " (expected: " + headings.size() + ")");
        }
        rows.add(Arrays.stream(cells)
                .map(cell -> printable(String.valueOf(cell)))
                .toList());
        return this;
    }

    /**
     * Writes the table.
     *
     * @param console takes it
     */
    public void print(Console console) {
        int[] widths = IntStream.range(0, headings.size()).map(this::width).toArray();
        Ansi colours = console.colours();
        // Only headings go through picocli's markup, which cells may contain by chance.
        console.out().println(colours.string("@|bold " + line(headings, widths) + "|@"));
        rows.forEach(row -> console.out().println(line(row, widths)));
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).reduce(length(headings.get(column)), Math::max);
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(i -> cells.get(i) + " ".repeat(widths[i] - length(cells.get(i))))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /**
     * Text of others without what could move a terminal's cursor.
     *
     * @param text the text
     * @return the same with a question mark for each control character
     */
    public static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}|\\p{Cf}", "?");
    }
}
