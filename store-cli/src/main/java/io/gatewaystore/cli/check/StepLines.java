package io.gatewaystore.cli.check;

import io.gatewaystore.cli.console.Console;
import io.gatewaystore.cli.console.Table;
import io.gatewaystore.etcd.check.CheckReport;
import io.gatewaystore.etcd.check.CheckStep;
import io.gatewaystore.etcd.check.EndpointReport;
import io.gatewaystore.etcd.check.StepResult;
import io.gatewaystore.etcd.check.StepStatus;
import java.util.Arrays;
import picocli.CommandLine.Help.Ansi;

/** A report for people: a line for each step at each endpoint, how it ended in colour. */
final class StepLines {

    private static final int STEP_WIDTH = width(CheckStep.values());
    private static final int STATUS_WIDTH = width(StepStatus.values());

    private final Console console;

    StepLines(Console console) {
        this.console = console;
    }

    void print(CheckReport report) {
        int endpointWidth = report.endpoints().stream()
                .mapToInt(endpoint -> endpoint.endpoint().toString().length())
                .max()
                .orElse(0);
        report.endpoints().forEach(endpoint -> print(endpoint, endpointWidth));
    }

    private void print(EndpointReport endpoint, int width) {
        String name = pad(endpoint.endpoint().toString(), width);
        for (StepResult step : endpoint.steps()) {
            console.out()
                    .println(name + "  " + pad(step.step().name(), STEP_WIDTH) + "  " + status(step.status()) + "  "
                            + time(step) + "  " + Table.printable(detail(step)));
        }
    }

    private String status(StepStatus status) {
        Ansi colours = console.colours();
        String style = switch (status) {
            case OK -> "green";
            case WARNING -> "yellow";
            case FAILED -> "red,bold";
            case SKIPPED -> "faint";
        };
        return colours.string("@|" + style + " " + status.name() + "|@")
                + " ".repeat(STATUS_WIDTH - status.name().length());
    }

    private static String time(StepResult step) {
        return step.status() == StepStatus.SKIPPED
                ? " ".repeat("12345 ms".length())
                : String.format("%5d ms", step.duration().toMillis());
    }

    private static String detail(StepResult step) {
        return step.failure()
                .map(attempt -> attempt.reason() + " [" + attempt.failure() + "]. " + attempt.remedy())
                .orElse(step.summary());
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private static int width(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .mapToInt(constant -> constant.name().length())
                .max()
                .orElse(0);
    }
}
