package io.gatewaystore.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The measurements, each under a name. */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        description = "Measures this library, and jetcd beside it.",
        subcommands = {SideBySide.class, Scale.class, Charts.class})
final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
