package io.gatewaystore.cli.keys;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.KeyArgument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code storectl put}.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Command(name = "put", description = "Writes one key.")
public final class PutCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "KEY", description = "The key.", converter = KeyArgument.class)
    private String key = "";

    @Parameters(
            index = "1",
            paramLabel = "VALUE",
            description =
                    "The value, or - to take it from standard input, byte for byte. Everybody on this machine can read arguments"
                            + " in the list of processes, so secrets belong on standard input.")
    private String value = "";

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            converter = TtlArgument.class,
            description = "Lets the key live only so long, such as 30s, 5m or 1h30m: whole seconds, at least 2.")
    private @Nullable WriteOptions ttl;

    @ArgGroup
    private @Nullable Condition condition;

    /** One of these. */
    private static final class Condition {

        @Option(names = "--create", description = "Writes only if the key does not exist.")
        private boolean create;

        @Option(
                names = "--if-revision",
                paramLabel = "REVISION",
                converter = RevisionArgument.class,
                description =
                        "Writes only if the last write of the key was at this revision. A TTL that the key has goes on,"
                                + " unless --ttl gives another.")
        private @Nullable Long revision;
    }

    /**
     * Creates the command.
     *
     * @param context what it works with
     */
    public PutCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Bytes bytes = value.equals(STANDARD_INPUT) ? standardInput() : Bytes.utf8(value);
        try (Store store = context.open()) {
            return new WriteReport(context, key).report("put", write(store, bytes));
        }
    }

    private WriteResult write(Store store, Bytes bytes) {
        WriteOptions life = ttl == null ? WriteOptions.permanent() : ttl;
        if (condition == null) {
            return store.put(key, bytes, life);
        }
        if (condition.create) {
            return store.create(key, bytes, life);
        }
        long revision = Objects.requireNonNull(condition.revision);
        return store.replace(key, revision, bytes, ttl == null ? WriteOptions.keepLease() : ttl);
    }

    private Bytes standardInput() {
        try {
            return Bytes.wrap(context.console().in().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
    }
}
