package io.gatewaystore.examples.gateway;

import io.gatewaystore.config.StoreConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code gateway demo}. */
@Command(
        name = "demo",
        description = "Lets three gateways share services on the configured backend, and cleans up behind them.")
final class DemoCommand implements Callable<Integer> {

    private final CommandContext context;

    DemoCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        StoreConfig config = context.configuration().get();
        try (Demo demo = new Demo(config, context.out())) {
            demo.run();
            return ExitCodes.DONE;
        } catch (DemoFailedException e) {
            context.err().println("gateway: " + e.getMessage());
            return ExitCodes.NOT_FOUND_OR_CONFLICT;
        }
    }
}
