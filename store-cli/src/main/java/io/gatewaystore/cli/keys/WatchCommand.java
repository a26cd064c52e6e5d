package io.gatewaystore.cli.keys;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.ExitStatus;
import io.gatewaystore.cli.console.KeyArgument;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.cli.console.RangeOptions;
import io.gatewaystore.cli.console.StopSignal;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code storectl watch}.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Command(
        name = "watch",
        description =
                "Shows every change as it happens, a line each, until it is interrupted; after a gap in the store's history the"
                        + " difference, behind a line that says resync. Without KEY and range, all keys are watched.")
public final class WatchCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private @Nullable CommandSpec command;

    @Parameters(arity = "0..1", paramLabel = "KEY", description = "The key.", converter = KeyArgument.class)
    private @Nullable String key;

    @Mixin
    private final RangeOptions range = new RangeOptions();

    @ArgGroup
    private @Nullable Start start;

    @Option(names = "--hex", description = "Shows values as hexadecimal digits.")
    private boolean hex;

    /** One of these. */
    private static final class Start {

        @Option(names = "--snapshot", description = "Shows first what there is.")
        private boolean snapshot;

        @Option(
                names = {"--revision", "--rev"},
                paramLabel = "REVISION",
                converter = RevisionArgument.class,
                description = "Begins with the changes of this revision.")
        private @Nullable Long revision;
    }

    /**
     * Creates the command.
     *
     * @param context what it works with
     */
    public WatchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        KeyRange keys = keys();
        boolean json = context.output().format(OutputFormat.SIMPLE) == OutputFormat.JSON;
        try (StopSignal stop = new StopSignal();
                Store store = context.open()) {
            ChangePrinter printer = new ChangePrinter(context.console(), json, hex);
            Watch watch = store.watch(keys, options(), printer);
            awaitFirst(stop.asked(), watch.ended(), printer.readerGone());
            return ExitStatus.DONE;
        }
    }

    private KeyRange keys() {
        Optional<KeyRange> several = range.range();
        if (key != null && several.isPresent()) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "Name one key, or give one of --directory, --prefix and --all");
        }
        return key == null ? several.orElse(KeyRange.all()) : KeyRange.single(key);
    }

    private WatchOptions options() {
        if (start == null) {
            return WatchOptions.fromNow();
        }
        return start.snapshot
                ? WatchOptions.snapshotThenChanges()
                : WatchOptions.fromRevision(Objects.requireNonNull(start.revision));
    }

    private static void awaitFirst(CompletableFuture<?>... ends) {
        try {
            CompletableFuture.anyOf(ends).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreException failure ? failure.atCaller() : new IllegalStateException(e);
        }
    }
}
