package io.gatewaystore.cli.check;

import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.ExitStatus;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.etcd.ConnectionCheck;
import io.gatewaystore.etcd.check.CheckReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code storectl check}.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Command(
        name = "check",
        description = "Checks the connection to every member, step by step, and says what to change where one fails.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            " 0:every member can be used",
            " 1:some members can be used, or they are of different clusters",
            " 2:wrong usage or configuration",
            " 3:no member can be used",
            "70:a fault of this program"
        })
public final class CheckCommand implements Callable<Integer> {

    private static final String ETCD = "etcd";

    private final CommandContext context;

    /**
     * Creates the command.
     *
     * @param context what it works with
     */
    public CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        StoreConfig config = context.config();
        if (!config.backend().equals(ETCD)) {
            context.console()
                    .error("the backend is " + config.backend() + ", which has no connections to check;"
                            + " set GATEWAY_STORE_BACKEND=etcd, or name a cluster with --endpoints");
            return ExitStatus.USAGE_OR_CONFIGURATION;
        }
        CheckReport report = ConnectionCheck.run(config);
        print(report);
        return status(report);
    }

    private void print(CheckReport report) {
        switch (context.output().format(OutputFormat.TABLE)) {
            case TABLE -> new StepLines(context.console()).print(report);
            case JSON -> context.console().out().println(Json.line(CheckJson.of(report)));
            case SIMPLE ->
                report.endpoints()
                        .forEach(endpoint -> context.console()
                                .out()
                                .println(endpoint.endpoint() + " "
                                        + endpoint.failure()
                                                .map(attempt ->
                                                        attempt.failure().name())
                                                .orElse("OK")));
        }
        report.disagreement().ifPresent(context.console()::error);
    }

    private static int status(CheckReport report) {
        if (report.isOk()) {
            return ExitStatus.DONE;
        }
        return report.endpoints().stream()
                        .allMatch(endpoint -> endpoint.failure().isPresent())
                ? ExitStatus.STORE_FAILED
                : ExitStatus.NEGATIVE;
    }
}
