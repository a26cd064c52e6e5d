package io.gatewaystore.cli.copy;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.Console;
import io.gatewaystore.cli.console.ExitStatus;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.cli.console.Progress;
import io.gatewaystore.cli.console.RangeOptions;
import io.gatewaystore.cli.console.Table;
import io.gatewaystore.config.StoreConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code storectl copy}.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Command(
        name = "copy",
        description = {
            "Copies keys from one store to another, all as they are at one revision. Keys that exist are left alone unless --force is"
                    + " given, so an interrupted copy is simply done again.",
            "",
            "FROM and TO are each one of",
            "  a file                a gateway.conf, and nothing of the environment",
            "  https://host:port,... an etcd cluster, reached with --cacert, --cert, --key, --credentials-dir and --user",
            "  http://host:port,...  an etcd cluster in plaintext",
            "  env                   the store that every other command would use",
            ""
        },
        exitCodeList = {
            " 0:done; keys that exist or have a TTL may have been left out, as the counts say",
            " 1:keys could not be written, or differ in the target",
            " 2:wrong usage or configuration",
            " 3:a store cannot be reached, or failed; what was copied until then remains",
            "70:a fault of this program"
        })
public final class CopyCommand implements Callable<Integer> {

    private static final int MOST_PROBLEMS = 20;

    private final CommandContext context;

    @Spec
    private @Nullable CommandSpec command;

    @Parameters(index = "0", paramLabel = "FROM", description = "Where the keys are.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "Where they are to be.")
    private String to = "";

    @Mixin
    private final RangeOptions range = new RangeOptions();

    @Option(names = "--force", description = "Replaces keys that exist, if they differ.")
    private boolean force;

    @Option(names = "--dry-run", description = "Changes nothing, and counts what would be done.")
    private boolean dryRun;

    @Option(
            names = "--include-leased",
            description =
                    "Copies keys that have a TTL or belong to a session, too; their copies are permanent. They are left out"
                            + " otherwise, since nobody would delete them when their owner is gone.")
    private boolean includeLeased;

    @Option(
            names = "--no-verify",
            description = "Does not read the target in the end to compare it with what was copied.")
    private boolean unverified;

    /**
     * Creates the command.
     *
     * @param context what it works with
     */
    public CopyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (from.equals(to)) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(), "FROM and TO are the same: '" + from + "'");
        }
        StoreConfig sourceConfig = new StoreReference(from, "FROM").config(context);
        StoreConfig targetConfig = new StoreReference(to, "TO").config(context);
        try (Store source = Store.open(sourceConfig);
                Store target = Store.open(targetConfig)) {
            CopyReport report = copy(source, target);
            print(report);
            return report.isSuccess() ? ExitStatus.DONE : ExitStatus.NEGATIVE;
        }
    }

    private CopyReport copy(Store source, Store target) {
        CopyPlan plan = new CopyPlan(range.range().orElse(KeyRange.all()), force, includeLeased, !unverified);
        try (Progress progress = new Progress(context.console(), "copying")) {
            Copy copy = new Copy(source, target, plan, progress::show);
            return dryRun ? copy.rehearse() : copy.run();
        }
    }

    private void print(CopyReport report) {
        Console console = context.console();
        report.problems().stream().limit(MOST_PROBLEMS).map(Table::printable).forEach(console::error);
        if (report.problems().size() > MOST_PROBLEMS) {
            console.error("and " + (report.problems().size() - MOST_PROBLEMS) + " more keys");
        }
        switch (context.output().format(OutputFormat.TABLE)) {
            case JSON -> console.out().println(Json.line(json(report)));
            case SIMPLE -> json(report).forEach((name, value) -> console.out().println(name + " " + value));
            case TABLE -> console.out().println(sentence(report));
        }
    }

    private String sentence(CopyReport report) {
        String begin = dryRun ? "nothing was changed; of " : "of ";
        String end = report.verified() && report.different() == 0 ? "; what was copied is equal in both" : "";
        return begin + report.keys() + " keys at revision " + report.revision() + (dryRun ? " would be" : "")
                + " copied " + report.copied() + ", replaced " + report.replaced() + ", skipped because they exist "
                + report.skipped() + ", left out because they have a TTL " + report.leased() + ", failed "
                + report.failed() + end;
    }

    private Map<String, Object> json(CopyReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dryRun", dryRun);
        json.put("revision", report.revision());
        json.put("keys", report.keys());
        json.put("copied", report.copied());
        json.put("replaced", report.replaced());
        json.put("skipped", report.skipped());
        json.put("leased", report.leased());
        json.put("failed", report.failed());
        json.put("verified", report.verified());
        json.put("different", report.different());
        return json;
    }
}
