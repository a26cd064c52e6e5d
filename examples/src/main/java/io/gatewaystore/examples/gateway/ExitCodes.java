package io.gatewaystore.examples.gateway;

import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.error.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The exit status of every failure, and what is said about it. */
final class ExitCodes implements IExecutionExceptionHandler, IExitCodeExceptionMapper {

    static final int DONE = ExitCode.OK;
    static final int NOT_FOUND_OR_CONFLICT = 1;
    static final int USAGE_OR_CONFIGURATION = ExitCode.USAGE;
    static final int STORE_FAILED = 3;

    /** EX_SOFTWARE of sysexits.h: a fault of this program. */
    static final int INTERNAL_FAULT = 70;

    @Override
    public int getExitCode(Throwable failure) {
        if (failure instanceof ParameterException
                || failure instanceof ConfigurationException
                || failure instanceof RequestTooLargeException) {
            return USAGE_OR_CONFIGURATION;
        }
        return failure instanceof StoreException ? STORE_FAILED : INTERNAL_FAULT;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        if (failure instanceof StoreException) {
            command.getErr().println("gateway: " + failure.getMessage());
        } else {
            failure.printStackTrace(command.getErr());
        }
        return getExitCode(failure);
    }
}
