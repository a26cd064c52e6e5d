package io.gatewaystore.examples.gateway;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.examples.Terminal;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code gateway}: its commands, and how they are put together. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        versionProvider = GatewayVersion.class,
        description = "A fleet of gateways that share a list of services.",
        footer = "%nThe store is chosen by GATEWAY_STORE_* variables: memory, unless GATEWAY_STORE_BACKEND=etcd.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            " 0:done",
            " 1:not found, or a conflict",
            " 2:wrong usage or configuration",
            " 3:the store cannot be reached, or failed"
        })
public final class Gateway {

    private Gateway() {}

    /**
     * Runs a command and exits with its status.
     *
     * @param arguments the command
     */
    public static void main(String[] arguments) {
        Terminal.prepare();
        CommandLine streams = new CommandLine(new Gateway());
        System.exit(commandLine(StoreConfig::load, streams.getOut(), streams.getErr())
                .execute(arguments));
    }

    static CommandLine commandLine(Supplier<StoreConfig> configuration, PrintWriter out, PrintWriter err) {
        CommandContext context = new CommandContext(configuration, out, err);
        ExitCodes exitCodes = new ExitCodes();
        return new CommandLine(new Gateway())
                .addSubcommand(new PutCommand(context))
                .addSubcommand(new DeleteCommand(context))
                .addSubcommand(new GetCommand(context))
                .addSubcommand(new NodeCommand(context))
                .addSubcommand(new DemoCommand(context))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(exitCodes)
                .setExecutionExceptionHandler(exitCodes);
    }
}
