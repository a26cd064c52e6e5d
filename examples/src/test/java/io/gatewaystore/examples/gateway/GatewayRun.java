package io.gatewaystore.examples.gateway;

import io.gatewaystore.config.StoreConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs commands in this process, in a namespace of their own on the memory backend. */
final class GatewayRun {

    /** How a command ended and what it said. */
    record Result(int status, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final StoreConfig config;

    private GatewayRun(StoreConfig config) {
        this.config = config;
    }

    static StoreConfig freshMemory() {
        return config(Map.of("GATEWAY_STORE_NAMESPACE", "test/" + UUID.randomUUID()));
    }

    static StoreConfig config(Map<String, String> environment) {
        return StoreConfig.builder().environment(environment).build();
    }

    static GatewayRun on(StoreConfig config) {
        return new GatewayRun(config);
    }

    static Result run(StoreConfig config, String... arguments) {
        return on(config).execute(arguments);
    }

    Result execute(String... arguments) {
        int status = Gateway.commandLine(() -> config, new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return new Result(status, out.toString(), err.toString());
    }

    /** What a command that still runs has printed. */
    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
