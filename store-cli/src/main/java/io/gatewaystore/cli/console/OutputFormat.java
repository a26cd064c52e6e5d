package io.gatewaystore.cli.console;

import java.util.Locale;

/**
 * How results are shown.
 *
 * <p>Immutable.
 */
public enum OutputFormat {
    /** Aligned columns, for people. */
    TABLE,
    /** JSON, for programs: one value, or one a line where results come one by one. */
    JSON,
    /** Bare lines, for shells. */
    SIMPLE;

    /** The name as it is given on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
