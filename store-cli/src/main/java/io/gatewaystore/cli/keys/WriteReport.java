package io.gatewaystore.cli.keys;

import io.gatewaystore.WriteResult;
import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.ExitStatus;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.cli.console.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says how a write of one key ended. */
record WriteReport(CommandContext context, String key) {

    int report(String verb, WriteResult result) {
        boolean json = context.output().format(OutputFormat.SIMPLE) == OutputFormat.JSON;
        if (json) {
            context.console().out().println(Json.line(json(result)));
        } else if (result.isApplied()) {
            context.console()
                    .out()
                    .println(verb + " " + Table.printable(key) + " (revision " + result.revision() + ")");
        }
        if (result instanceof WriteResult.Conflict conflict) {
            context.console().error("nothing was written: " + conflict(conflict));
            return ExitStatus.NEGATIVE;
        }
        return ExitStatus.DONE;
    }

    private String conflict(WriteResult.Conflict conflict) {
        return conflict.current()
                .map(entry -> "the last write of " + Table.printable(key) + " was at revision " + entry.modRevision())
                .orElse("there is no key " + Table.printable(key));
    }

    private Map<String, Object> json(WriteResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", key);
        json.put("applied", result.isApplied());
        json.put("revision", result.revision());
        if (result instanceof WriteResult.Conflict conflict) {
            conflict.current().ifPresent(entry -> json.put("modRevision", entry.modRevision()));
        }
        return json;
    }
}
