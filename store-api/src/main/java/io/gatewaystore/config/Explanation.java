package io.gatewaystore.config;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The effective settings as a table for people. */
final class Explanation {

    private Explanation() {}

    static String of(StoreConfig config, Settings settings) {
        List<Row> rows = Stream.concat(
                        Arrays.stream(StoreVariable.values()).map(settings::get).map(Row::of),
                        settings.own().stream().map(Row::of))
                .toList();
        int names = width(rows, Row::variable);
        int values = width(rows, Row::shown);
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            text.append(padded(row.variable(), names))
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

    private static int width(List<Row> rows, Function<Row, String> column) {
        return rows.stream().mapToInt(row -> column.apply(row).length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private record Row(String variable, String shown, String source) {

        static Row of(Setting setting) {
            return new Row(setting.variable().variableName(), setting.shown(), setting.source());
        }

        /** Only the backend knows whether its setting is secret. */
        static Row of(BackendSetting setting) {
            return new Row(setting.variable(), Secret.REDACTED, setting.source());
        }
    }
}
