package io.gatewaystore.cli.console;

import picocli.CommandLine.ExitCode;

/**
 * The exit statuses of all commands; the same as those of the gateway example.
 *
 * <p>Immutable.
 */
public final class ExitStatus {

    /** Everything was done, and everything asked about is well. */
    public static final int DONE = ExitCode.OK;

    /** The store answered, and the answer is no: a key not found, a conflict, a member that is not well. */
    public static final int NEGATIVE = 1;

    /** Wrong usage or configuration; nothing was connected to. */
    public static final int USAGE_OR_CONFIGURATION = ExitCode.USAGE;

    /** The store cannot be reached, or failed. */
    public static final int STORE_FAILED = 3;

    /** {@code EX_SOFTWARE} of sysexits.h: a fault of this program. */
    public static final int INTERNAL_FAULT = 70;

    private ExitStatus() {}
}
