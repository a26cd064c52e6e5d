package io.gatewaystore.examples.gateway;

import io.gatewaystore.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gateway put}. */
@Command(name = "put", description = "Adds or changes something of the fleet.")
final class PutCommand {

    private final CommandContext context;

    PutCommand(CommandContext context) {
        this.context = context;
    }

    @Command(description = "Adds a service, or changes where it is.")
    int service(
            @Parameters(
                            paramLabel = "NAME",
                            description = "What it is called; no slash.",
                            converter = ServiceArguments.Name.class)
                    String name,
            @Parameters(
                            paramLabel = "URL",
                            description = "Where it is, like http://10.0.0.7:8080.",
                            converter = ServiceArguments.Url.class)
                    String url) {
        try (Store store = context.openShared()) {
            Service service = new Service(name, url);
            long revision = new ServiceCatalog(store).put(service);
            context.out().println("put " + name + " " + url + " (revision " + revision + ")");
            return ExitCodes.DONE;
        }
    }
}
