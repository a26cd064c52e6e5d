package io.gatewaystore.cli.keys;

import io.gatewaystore.ReadOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how fresh a read must be. */
final class Freshness {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = {"--revision", "--rev"},
            paramLabel = "REVISION",
            description = "Reads what was there at this revision.")
    private @Nullable Long revision;

    @Option(names = "--serializable", description = "Takes whatever one member knows, even if it is behind the others.")
    private boolean serializable;

    ReadOptions options() {
        if (revision == null) {
            return serializable ? ReadOptions.serializable() : ReadOptions.linearizable();
        }
        if (serializable || revision < 1) {
            throw usage(
                    serializable
                            ? "--revision and --serializable exclude each other"
                            : "--revision: " + revision + " (expected: at least 1)");
        }
        return ReadOptions.atRevision(revision);
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
