package io.gatewaystore.cli.console;

import io.gatewaystore.KeyRange;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/**
 * The options that name several keys.
 *
 * <p>Not thread-safe; confine to one thread.
 */
public final class RangeOptions {

    @ArgGroup
    private @Nullable Choice choice;

    /** Creates the options. */
    public RangeOptions() {}

    /**
     * The keys that were named.
     *
     * @return their range, or empty if no option was given
     */
    public Optional<KeyRange> range() {
        return Optional.ofNullable(choice).map(Choice::range);
    }

    /** One of these. */
    private static final class Choice {

        @Option(
                names = "--directory",
                paramLabel = "NAME",
                converter = Directory.class,
                description = "The keys under NAME, that is, those that begin with NAME and a slash.")
        private @Nullable KeyRange directory;

        @Option(
                names = "--prefix",
                paramLabel = "TEXT",
                converter = Prefix.class,
                description = "The keys that begin with TEXT.")
        private @Nullable KeyRange prefix;

        @Option(names = "--all", description = "All keys of the namespace.")
        private boolean all;

        KeyRange range() {
            if (all) {
                return KeyRange.all();
            }
            return directory == null ? Objects.requireNonNull(prefix) : directory;
        }
    }

    private static final class Directory implements ITypeConverter<KeyRange> {
        @Override
        public KeyRange convert(String text) {
            // The slash is how shells complete directories.
            return KeyArgument.range(text, name -> KeyRange.directory(name.replaceFirst("(?<=.)/$", "")));
        }
    }

    private static final class Prefix implements ITypeConverter<KeyRange> {
        @Override
        public KeyRange convert(String text) {
            return KeyArgument.range(text, KeyRange::prefix);
        }
    }
}
