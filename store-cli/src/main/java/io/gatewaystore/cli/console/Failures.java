package io.gatewaystore.cli.console;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.procedure.ProcedureFailedException;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.error.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The exit status of every failure, and what is said about it.
 *
 * <p>Thread-safe.
 */
public final class Failures
        implements IExecutionExceptionHandler, IExitCodeExceptionMapper, IParameterExceptionHandler {

    private final Console console;

    /**
     * Creates the handler.
     *
     * @param console takes what is said
     */
    public Failures(Console console) {
        this.console = console;
    }

    @Override
    public int getExitCode(Throwable failure) {
        if (failure instanceof ParameterException
                || failure instanceof ConfigurationException
                || failure instanceof RequestTooLargeException) {
            return ExitStatus.USAGE_OR_CONFIGURATION;
        }
        if (failure instanceof CredentialException) {
            return failure instanceof ProcedureFailedException
                    ? ExitStatus.STORE_FAILED
                    : ExitStatus.USAGE_OR_CONFIGURATION;
        }
        return failure instanceof StoreException ? ExitStatus.STORE_FAILED : ExitStatus.INTERNAL_FAULT;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        if (failure instanceof StoreException store) {
            console.error(failure.getMessage() + advice(store.outcome()));
        } else if (failure instanceof CredentialException) {
            console.error(String.valueOf(failure.getMessage()));
        } else {
            failure.printStackTrace(console.err());
        }
        return getExitCode(failure);
    }

    private static String advice(Outcome outcome) {
        return outcome == Outcome.UNKNOWN ? "; whether this was done is not known, so look before doing it again" : "";
    }

    /** Says what is wrong in a line; the whole usage would push it off the screen. */
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        console.error(String.valueOf(failure.getMessage()));
        UnmatchedArgumentException.printSuggestions(failure, console.err());
        console.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return getExitCode(failure);
    }
}
