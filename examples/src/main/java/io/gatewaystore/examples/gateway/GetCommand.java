package io.gatewaystore.examples.gateway;

import io.gatewaystore.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gateway get}. */
@Command(name = "get", description = "Shows something of the fleet.")
final class GetCommand {

    private final CommandContext context;

    GetCommand(CommandContext context) {
        this.context = context;
    }

    @Command(description = "Shows all services, as they are at one revision.")
    int services(
            @Option(
                            names = {"-o", "--output"},
                            defaultValue = "table",
                            paramLabel = "FORMAT",
                            description = "How: ${COMPLETION-CANDIDATES}. If not given: ${DEFAULT-VALUE}.")
                    OutputFormat format) {
        try (Store store = context.openShared()) {
            Services services = new ServiceCatalog(store).list();
            context.out().print(format.render(services.registered()));
            context.out().flush();
            context.report(services.undecodable());
            return ExitCodes.DONE;
        }
    }
}
