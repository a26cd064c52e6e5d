package io.gatewaystore.benchmarks;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The measurements, each under a name. */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        description = "Measures this library, and jetcd beside it.",
        subcommands = {SideBySide.class, Scale.class, Reads.class, Charts.class})
final class Benchmarks {

    /** jetcd's transport has a line to say for every frame of an answer that it refused. Held, lest the setting is collected. */
    private static final Logger TRANSPORT = Logger.getLogger("io.grpc");

    private Benchmarks() {}

    public static void main(String[] arguments) {
        TRANSPORT.setLevel(Level.WARNING);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
