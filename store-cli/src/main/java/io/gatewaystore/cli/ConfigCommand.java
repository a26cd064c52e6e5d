package io.gatewaystore.cli;

import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.ExitStatus;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.config.ConfigFile;
import io.gatewaystore.config.StoreConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code storectl config}. */
@Command(name = "config", description = "Shows the configuration.")
final class ConfigCommand {

    private final CommandContext context;

    ConfigCommand(CommandContext context) {
        this.context = context;
    }

    @Command(
            description =
                    "Shows every setting, its value and where that comes from, without secrets; connects to nothing.")
    int explain() {
        StoreConfig config = context.config();
        if (context.output().format(OutputFormat.TABLE) == OutputFormat.JSON) {
            context.console().out().println(Json.line(json(config)));
        } else {
            context.console().out().print(config.explain());
        }
        return ExitStatus.DONE;
    }

    private static Map<String, Object> json(StoreConfig config) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("settings", config.explained());
        json.put("configFile", config.configFile().map(ConfigFile::path).orElse(null));
        json.put("warnings", config.warnings());
        return json;
    }
}
