package io.gatewaystore.examples.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** How services are shown; each ends its last line. */
enum OutputFormat {
    TABLE {
        @Override
        String render(List<RegisteredService> services) {
            TextTable table = TextTable.forColumns(
                    Help.defaultColorScheme(Ansi.OFF),
                    column("NAME", services, RegisteredService::name),
                    column("URL", services, RegisteredService::url),
                    column("REVISION", services, service -> Long.toString(service.revision())));
            table.addRowValues("NAME", "URL", "REVISION");
            services.forEach(
                    service -> table.addRowValues(service.name(), service.url(), Long.toString(service.revision())));
            return table.toString();
        }
    },
    JSON {
        @Override
        String render(List<RegisteredService> services) {
            try {
                return new JsonMapper().writeValueAsString(services) + System.lineSeparator();
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("services cannot be written as JSON", e);
            }
        }
    };

    private static final int GAP = 2;

    abstract String render(List<RegisteredService> services);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Column column(
            String title, List<RegisteredService> services, Function<RegisteredService, String> cell) {
        int widest = services.stream().map(cell).mapToInt(String::length).reduce(title.length(), Math::max);
        return new Column(widest + GAP, 0, Overflow.TRUNCATE);
    }
}
