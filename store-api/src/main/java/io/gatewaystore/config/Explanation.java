package io.gatewaystore.config;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The effective settings as a table for people. */
final class Explanation {

    private Explanation() {}

    static List<ExplainedSetting> rows(Settings settings) {
        return Stream.concat(
                        Arrays.stream(StoreVariable.values()).map(settings::get).map(ExplainedSetting::of),
                        settings.own().stream().map(ExplainedSetting::of))
                .toList();
    }

    static String of(StoreConfig config, Settings settings) {
        List<ExplainedSetting> rows = rows(settings);
        int names = width(rows, ExplainedSetting::variable);
        int values = width(rows, ExplainedSetting::value);
        StringBuilder text = new StringBuilder();
        for (ExplainedSetting row : rows) {
            text.append(padded(row.variable(), names))
                    .append("  ")
                    .append(padded(row.value(), values))
                    .append("  ")
                    .append(row.source())
                    .append('\n');
        }
        text.append("gateway.conf: ").append(settings.file()).append('\n');
        config.warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        return text.toString();
    }

    private static int width(List<ExplainedSetting> rows, Function<ExplainedSetting, String> column) {
        return rows.stream().mapToInt(row -> column.apply(row).length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
