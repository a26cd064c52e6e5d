package io.gatewaystore.cli.keys;

import io.gatewaystore.Count;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyListing;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.Console;
import io.gatewaystore.cli.console.ExitStatus;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.cli.console.RangeOptions;
import io.gatewaystore.cli.console.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code storectl list}.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Command(
        name = "list",
        description = "Shows several keys, all as they are at one revision. As JSON, one object a line.")
public final class ListCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private final RangeOptions range = new RangeOptions();

    @Mixin
    private final Freshness freshness = new Freshness();

    @ArgGroup
    private @Nullable Extent extent;

    @Option(names = "--hex", description = "Shows values as hexadecimal digits.")
    private boolean hex;

    /** One of these. */
    private static final class Extent {

        @Option(names = "--keys-only", description = "Shows the keys without their values.")
        private boolean keysOnly;

        @Option(names = "--count", description = "Shows only how many keys there are.")
        private boolean count;
    }

    /**
     * Creates the command.
     *
     * @param context what it works with
     */
    public ListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ReadOptions options = freshness.options();
        KeyRange keys = range.range().orElse(KeyRange.all());
        try (Store store = context.open()) {
            if (extent == null) {
                print(store.list(keys, options));
            } else if (extent.count) {
                print(store.count(keys, options));
            } else if (extent.keysOnly) {
                print(store.keys(keys, options));
            }
            return ExitStatus.DONE;
        }
    }

    private OutputFormat format() {
        return context.output().format(OutputFormat.TABLE);
    }

    private void print(Listing listing) {
        Console console = context.console();
        EntryPrinter printer = new EntryPrinter(console, hex);
        switch (format()) {
            case TABLE -> {
                EntryTable table = EntryTable.create();
                listing.forEach(entry -> table.add(entry, printer));
                table.print(console);
            }
            case JSON -> listing.forEach(entry -> console.out().println(Json.line(printer.json(entry))));
            case SIMPLE -> listing.forEach(entry -> line(entry, printer));
        }
    }

    /** As etcdctl does: the key on a line, and the value on the next. */
    private void line(Entry entry, EntryPrinter printer) {
        context.console().out().println(entry.key());
        printer.line(entry);
    }

    private void print(KeyListing keys) {
        Console console = context.console();
        switch (format()) {
            case TABLE -> {
                Table table = new Table("KEY");
                keys.forEach(table::row);
                table.print(console);
            }
            case JSON -> keys.forEach(key -> console.out().println(Json.line(Map.of("key", key))));
            case SIMPLE -> keys.forEach(console.out()::println);
        }
    }

    private void print(Count count) {
        boolean json = format() == OutputFormat.JSON;
        context.console().out().println(json ? Json.line(Map.of("count", count.keys())) : String.valueOf(count.keys()));
    }
}
