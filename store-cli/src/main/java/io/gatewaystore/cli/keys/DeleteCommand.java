package io.gatewaystore.cli.keys;

import io.gatewaystore.Deleted;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.ExitStatus;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.KeyArgument;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.cli.console.RangeOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code storectl delete}.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Command(name = "delete", description = "Deletes one key, or all keys that an option names.")
public final class DeleteCommand implements Callable<Integer> {

    private final CommandContext context;

    @Spec
    private @Nullable CommandSpec command;

    @Parameters(arity = "0..1", paramLabel = "KEY", description = "The key.", converter = KeyArgument.class)
    private @Nullable String key;

    @Mixin
    private final RangeOptions range = new RangeOptions();

    @Option(
            names = "--if-revision",
            paramLabel = "REVISION",
            converter = RevisionArgument.class,
            description = "Deletes the key only if its last write was at this revision.")
    private @Nullable Long revision;

    /**
     * Creates the command.
     *
     * @param context what it works with
     */
    public DeleteCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Optional<KeyRange> several = range.range();
        if ((key == null) == several.isEmpty() || (key == null && revision != null)) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(),
                    "Name one key, with --if-revision or without, or give one of --directory, --prefix and --all");
        }
        try (Store store = context.open()) {
            if (key != null && revision != null) {
                return new WriteReport(context, key).report("delete", store.deleteIf(key, revision));
            }
            return report(key == null ? store.deleteRange(several.orElseThrow()) : store.delete(key));
        }
    }

    private int report(Deleted deleted) {
        if (context.output().format(OutputFormat.SIMPLE) == OutputFormat.JSON) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("deleted", deleted.keys());
            json.put("revision", deleted.revision());
            context.console().out().println(Json.line(json));
        } else {
            context.console().out().println("deleted " + deleted.keys() + (deleted.keys() == 1 ? " key" : " keys"));
        }
        return deleted.keys() == 0 ? ExitStatus.NEGATIVE : ExitStatus.DONE;
    }
}
