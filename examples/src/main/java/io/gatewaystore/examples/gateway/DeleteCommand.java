package io.gatewaystore.examples.gateway;

import io.gatewaystore.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gateway delete}. */
@Command(name = "delete", description = "Deletes something of the fleet.")
final class DeleteCommand {

    private final CommandContext context;

    DeleteCommand(CommandContext context) {
        this.context = context;
    }

    @Command(description = "Deletes a service.")
    int service(
            @Parameters(
                            paramLabel = "NAME",
                            description = "What it is called.",
                            converter = ServiceArguments.Name.class)
                    String name) {
        try (Store store = context.openShared()) {
            if (!new ServiceCatalog(store).delete(name)) {
                context.err().println("gateway: there is no service " + Service.printable(name));
                return ExitCodes.NOT_FOUND_OR_CONFLICT;
            }
            context.out().println("deleted " + name);
            return ExitCodes.DONE;
        }
    }
}
