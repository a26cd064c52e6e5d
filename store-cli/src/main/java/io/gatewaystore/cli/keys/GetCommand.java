package io.gatewaystore.cli.keys;

import io.gatewaystore.Entry;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.ExitStatus;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.KeyArgument;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.cli.console.Table;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code storectl get}.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Command(name = "get", description = "Shows the value of one key.")
public final class GetCommand implements Callable<Integer> {

    private final CommandContext context;

    @Parameters(paramLabel = "KEY", description = "The key.", converter = KeyArgument.class)
    private String key = "";

    @Option(names = "--hex", description = "Shows the value as hexadecimal digits.")
    private boolean hex;

    @Mixin
    private final Freshness freshness = new Freshness();

    /**
     * Creates the command.
     *
     * @param context what it works with
     */
    public GetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ReadOptions options = freshness.options();
        try (Store store = context.open()) {
            Optional<Entry> entry = store.get(key, options);
            if (entry.isEmpty()) {
                context.console().error("there is no key " + Table.printable(key));
                return ExitStatus.NEGATIVE;
            }
            print(entry.get());
            return ExitStatus.DONE;
        }
    }

    private void print(Entry entry) {
        EntryPrinter printer = new EntryPrinter(context.console(), hex);
        switch (context.output().format(OutputFormat.SIMPLE)) {
            case SIMPLE -> printer.line(entry);
            case JSON -> context.console().out().println(Json.line(printer.json(entry)));
            case TABLE -> EntryTable.create().add(entry, printer).print(context.console());
        }
    }
}
