package io.gatewaystore.config;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The effective settings as a table for people. */
final class Explanation {

    private Explanation() {}

    static String of(StoreConfig config, Settings settings) {
        List<Setting> rows =
                Arrays.stream(StoreVariable.values()).map(settings::get).toList();
        int names = width(rows, row -> row.variable().variableName());
        int values = width(rows, Setting::shown);
        StringBuilder text = new StringBuilder();
        for (Setting row : rows) {
            text.append(padded(row.variable().variableName(), names))
                    .append("  ")
                    .append(padded(row.shown(), values))
                    .append("  ")
                    .append(row.source())
                    .append('\n');
        }
        text.append("gateway.conf: ").append(settings.file()).append('\n');
        config.warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        return text.toString();
    }

    private static int width(List<Setting> rows, Function<Setting, String> column) {
        return rows.stream().mapToInt(row -> column.apply(row).length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
