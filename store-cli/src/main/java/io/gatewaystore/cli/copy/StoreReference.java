package io.gatewaystore.cli.copy;

import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.config.StoreConfig;
import java.nio.file.Path;
import java.util.Map;

/** What {@code copy} is told a store by: the configured one, endpoints, or a file. */
record StoreReference(String text, String role) {

    /** The store that every other command would use. */
    private static final String CONFIGURED = "env";

    StoreConfig config(CommandContext context) {
        if (text.equals(CONFIGURED)) {
            return context.config();
        }
        if (text.startsWith("http://") || text.startsWith("https://")) {
            return context.connection().configOf(text, role, context.console());
        }
        return StoreConfig.builder()
                .environment(Map.of())
                .configFile(Path.of(text))
                .build();
    }
}
