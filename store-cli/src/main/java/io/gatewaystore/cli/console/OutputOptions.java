package io.gatewaystore.cli.console;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The options that say how results and logs are shown.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public final class OutputOptions {

    @Option(
            names = {"-o", "--output", "-w", "--write-out"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "How results are shown: ${COMPLETION-CANDIDATES}. If not given, what suits the command.")
    private @Nullable OutputFormat format;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Shows on standard error what the library logs, not only its warnings.")
    private boolean verbose;

    /** Creates the options. */
    public OutputOptions() {}

    /**
     * The format to use.
     *
     * @param natural what suits the command
     * @return the format asked for, or else the natural one
     */
    public OutputFormat format(OutputFormat natural) {
        return format == null ? natural : format;
    }

    /**
     * Whether logs are wanted.
     *
     * @return false if only warnings are
     */
    public boolean isVerbose() {
        return verbose;
    }
}
