package io.gatewaystore.cli.keys;

import io.gatewaystore.ReadOptions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say how fresh a read must be. */
final class Freshness {

    @ArgGroup
    private @Nullable Choice choice;

    /** One of these. */
    private static final class Choice {

        @Option(
                names = {"--revision", "--rev"},
                paramLabel = "REVISION",
                converter = RevisionArgument.class,
                description = "Reads what was there at this revision.")
        private @Nullable Long revision;

        @Option(
                names = "--serializable",
                description = "Takes whatever one member knows, even if it is behind the others.")
        private boolean serializable;
    }

    ReadOptions options() {
        if (choice == null) {
            return ReadOptions.linearizable();
        }
        return choice.serializable
                ? ReadOptions.serializable()
                : ReadOptions.atRevision(Objects.requireNonNull(choice.revision));
    }
}
