package io.gatewaystore.cli.cluster;

import io.gatewaystore.cli.console.Console;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.cli.console.Table;
import io.gatewaystore.etcd.admin.EndpointHealth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows the health of endpoints. */
record HealthReport(Console console, EtcdCluster cluster) {

    private static final double NANOS_PER_MILLI = 1e6;

    void print(List<EndpointHealth> found, OutputFormat format) {
        switch (format) {
            case JSON ->
                console.out().println(Json.line(found.stream().map(this::json).toList()));
            case SIMPLE -> found.forEach(health -> console.out().println(line(health)));
            case TABLE -> {
                Table table = new Table("ENDPOINT", "HEALTH", "TOOK", "ERROR");
                found.forEach(health ->
                        table.row(cluster.url(health.endpoint()), health.healthy(), took(health), problem(health)));
                table.print(console);
            }
        }
    }

    private String line(EndpointHealth health) {
        String endpoint = cluster.url(health.endpoint());
        return health.healthy()
                ? endpoint + " is healthy: took " + took(health)
                : endpoint + " is unhealthy: " + problem(health);
    }

    private Map<String, Object> json(EndpointHealth health) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("endpoint", cluster.url(health.endpoint()));
        json.put("health", health.healthy());
        json.put("took", took(health));
        health.problem().ifPresent(problem -> json.put("error", problem));
        return json;
    }

    private static String problem(EndpointHealth health) {
        return health.problem().orElse("");
    }

    private static String took(EndpointHealth health) {
        return String.format(Locale.ROOT, "%.1fms", health.took().toNanos() / NANOS_PER_MILLI);
    }
}
