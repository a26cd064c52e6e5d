package io.gatewaystore.cli;

import io.gatewaystore.cli.check.CheckCommand;
import io.gatewaystore.cli.cluster.EndpointCommand;
import io.gatewaystore.cli.cluster.MemberCommand;
import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.ConnectionOptions;
import io.gatewaystore.cli.console.Console;
import io.gatewaystore.cli.console.Failures;
import io.gatewaystore.cli.console.OutputOptions;
import io.gatewaystore.cli.copy.CopyCommand;
import io.gatewaystore.cli.credentials.CredentialsCommand;
import io.gatewaystore.cli.keys.DeleteCommand;
import io.gatewaystore.cli.keys.GetCommand;
import io.gatewaystore.cli.keys.ListCommand;
import io.gatewaystore.cli.keys.PutCommand;
import io.gatewaystore.cli.keys.WatchCommand;
import io.gatewaystore.config.StoreConfig;
import java.time.Clock;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/**
 * The program {@code storectl}: its commands, and how they are put together.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Command(
        name = "storectl",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = StorectlVersion.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows, changes and diagnoses a gateway store and its etcd cluster.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            " 0:done, and everything asked about is well",
            " 1:not found, a conflict, or something is not well",
            " 2:wrong usage or configuration",
            " 3:the store cannot be reached, or failed",
            "70:a fault of this program"
        })
public final class Storectl {

    @Mixin
    private final ConnectionOptions connection;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    private Storectl(Supplier<StoreConfig.Builder> surroundings) {
        connection = new ConnectionOptions(surroundings);
    }

    /**
     * Runs a command and exits with its status.
     *
     * @param arguments the command
     */
    public static void main(String[] arguments) {
        System.exit(run(Console.ofProcess(), StoreConfig::builder, arguments));
    }

    /**
     * Runs a command.
     *
     * @param console takes what it says
     * @param surroundings begins a configuration with the environment and files that the command is to see
     * @param arguments the command
     * @return its exit status
     */
    static int run(Console console, Supplier<StoreConfig.Builder> surroundings, String... arguments) {
        try {
            return commandLine(console, surroundings).execute(arguments);
        } finally {
            console.flush();
        }
    }

    static CommandLine commandLine(Console console, Supplier<StoreConfig.Builder> surroundings) {
        Storectl storectl = new Storectl(surroundings);
        CommandLine line = new CommandLine(storectl);
        addCommands(line, new CommandContext(console, storectl.connection, storectl.output));
        Failures failures = new Failures(console);
        return line.setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                // Values may begin with an @.
                .setExpandAtFiles(false)
                .setExitCodeExceptionMapper(failures)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setExecutionStrategy(parsed -> {
                    Logs.show(storectl.output.isVerbose());
                    return new RunLast().execute(parsed);
                });
    }

    /** All commands, in the order in which the help lists them. */
    private static void addCommands(CommandLine line, CommandContext context) {
        line.addSubcommand(new GetCommand(context))
                .addSubcommand(new ListCommand(context))
                .addSubcommand(new PutCommand(context))
                .addSubcommand(new DeleteCommand(context))
                .addSubcommand(new WatchCommand(context))
                .addSubcommand(new ConfigCommand(context))
                .addSubcommand(new CheckCommand(context))
                .addSubcommand(new EndpointCommand(context))
                .addSubcommand(new MemberCommand(context))
                .addSubcommand(new CopyCommand(context))
                .addSubcommand(new CredentialsCommand(context, Clock.systemUTC()));
    }
}
