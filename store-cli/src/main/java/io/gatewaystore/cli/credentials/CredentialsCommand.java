package io.gatewaystore.cli.credentials;

import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.cli.console.ExitStatus;
import io.gatewaystore.cli.console.Json;
import io.gatewaystore.cli.console.OutputFormat;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.host.HostAnswers;
import io.gatewaystore.credentials.host.LocalHost;
import io.gatewaystore.credentials.procedure.ApplyStage;
import io.gatewaystore.credentials.procedure.CredentialProcedures;
import io.gatewaystore.credentials.procedure.DeploymentStatus;
import io.gatewaystore.credentials.procedure.Flow;
import io.gatewaystore.credentials.procedure.Intent;
import io.gatewaystore.credentials.procedure.IssueSettings;
import io.gatewaystore.credentials.procedure.Report;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code storectl credentials}.
 *
 * <p>Not thread-safe; confine to one thread.
 */
@Command(name = "credentials", description = "Turns TLS on and off for an etcd deployment.")
public final class CredentialsCommand {

    private static final int OFF = 4;
    private static final int HALF = 5;

    private final CommandContext context;
    private final Clock clock;

    /**
     * Creates the command.
     *
     * @param context what it works with
     * @param clock dates certificates
     */
    public CredentialsCommand(CommandContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    @Command(description = "Issues credentials into a directory, and does nothing else.")
    int create(@Mixin DeploymentOptions options, @Mixin CertificateOptions certificates) {
        IssueSettings settings = certificates.settings();
        CredentialProcedures procedures = procedures(options);
        return report(options.onlyDirectory()
                .map(directory -> procedures.create(directory, options.owner(), settings))
                .orElseGet(() -> procedures.create(options.needed(), settings)));
    }

    @Command(description = "Turns TLS on: from plain http to https with client certificates.")
    int enable(
            @Mixin DeploymentOptions options,
            @Mixin CertificateOptions certificates,
            @Option(names = "--use-existing", description = "Uses the credentials that create has made.")
                    boolean existing,
            @Option(names = "--rolling", description = "Takes one member after the other, while the others serve.")
                    boolean rolling) {
        return report(procedures(options).enable(options.needed(), certificates.settings(), existing, flow(rolling)));
    }

    @Command(description = "Makes, for each member of a deployment, a directory with what apply needs on its host.")
    int bundle(
            @Mixin DeploymentOptions options,
            @Mixin CertificateOptions certificates,
            @Option(
                            names = "--to",
                            paramLabel = "DIR",
                            required = true,
                            description = "Where the bundles go. They hold private keys.")
                    Path to) {
        return report(procedures(options).bundle(options.needed(), certificates.settings(), to));
    }

    @Command(description = "Does on this host what a bundle says.")
    int apply(
            @Parameters(paramLabel = "BUNDLE", description = "A directory made by bundle.") Path bundle,
            @Option(
                            names = "--stage",
                            paramLabel = "STAGE",
                            description =
                                    "What to do: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}, while all members are stopped.",
                            defaultValue = "OFFLINE")
                    ApplyStage stage) {
        refuseConnectionOptions();
        return report(CredentialProcedures.ofBundle(bundle, clock, this::say).apply(bundle, stage));
    }

    @Command(
            description = "Says whether TLS is on, and everything that does not fit.",
            exitCodeList = {
                "0:TLS is on",
                "4:TLS is off",
                "5:TLS is half on",
                "2:wrong usage or configuration",
                "70:a fault of this program"
            })
    int status(@Mixin DeploymentOptions options) {
        CredentialProcedures procedures = procedures(options);
        DeploymentStatus status = options.deployment().map(procedures::status).orElseGet(procedures::status);
        if (context.output().format(OutputFormat.SIMPLE) == OutputFormat.JSON) {
            context.console().out().println(Json.line(StatusJson.of(status)));
        } else {
            StatusText.of(status).forEach(context.console().out()::println);
        }
        return switch (status.state()) {
            case ON -> ExitStatus.DONE;
            case OFF -> OFF;
            case HALF -> HALF;
        };
    }

    @Command(description = "Ends half a state, after an interruption, a lost journal, or an upgrade that reset files.")
    int repair(@Mixin DeploymentOptions options, @ArgGroup(multiplicity = "1") Direction direction) {
        CredentialProcedures procedures = procedures(options);
        Intent intent = direction.intent();
        return report(options.deployment()
                .map(deployment -> procedures.repair(deployment, intent))
                .orElseGet(() -> procedures.repair(intent)));
    }

    @Command(description = "Replaces all certificates while the deployment serves.")
    int rotate(
            @Mixin DeploymentOptions options,
            @Mixin CertificateOptions certificates,
            @Option(
                            names = "--new-ca",
                            description = "Replaces the authority too; members restart, one after the other.")
                    boolean newAuthority) {
        CredentialProcedures procedures = procedures(options);
        return report(options.deployment()
                .map(deployment -> procedures.rotate(deployment, certificates::over, newAuthority))
                .orElseGet(() -> procedures.rotate(certificates::over, newAuthority)));
    }

    @Command(description = "Turns TLS off: back to plain http.")
    int rollback(
            @Mixin DeploymentOptions options,
            @Option(names = "--rolling", description = "Takes one member after the other, while the others serve.")
                    boolean rolling) {
        CredentialProcedures procedures = procedures(options);
        return report(options.deployment()
                .map(deployment -> procedures.rollback(deployment, flow(rolling)))
                .orElseGet(() -> procedures.rollback(flow(rolling))));
    }

    @Command(
            name = "on-node",
            hidden = true,
            description = "Carries out, on a host of a deployment, what another host asks.")
    int onNode() {
        PrintWriter out = context.console().out();
        HostAnswers.answer(
                new BufferedReader(new InputStreamReader(context.console().in(), StandardCharsets.UTF_8)),
                new LocalHost(clock),
                answer -> {
                    out.println(answer);
                    out.flush();
                });
        return ExitStatus.DONE;
    }

    /** One of the two must be chosen. */
    static final class Direction {
        @Option(names = "--complete", description = "To the end of the interrupted command; without one, to TLS on.")
        private boolean complete;

        // picocli sees to it that one of the two is given.
        @SuppressWarnings("UnusedVariable")
        @Option(names = "--undo", description = "To where the interrupted command began; without one, to TLS off.")
        private boolean undo;

        Intent intent() {
            return complete ? Intent.COMPLETE : Intent.UNDO;
        }
    }

    private CredentialProcedures procedures(DeploymentOptions options) {
        refuseConnectionOptions();
        // Members are tried in plaintext on purpose; a warning at each try would hide what matters.
        System.setProperty("org.slf4j.simpleLogger.log.io.gatewaystore.Store", "error");
        return CredentialProcedures.at(options.state(), clock, this::say);
    }

    private void refuseConnectionOptions() {
        context.connection().firstGiven().ifPresent(option -> {
            throw new CredentialException(
                    option + " has no part in 'storectl credentials', which finds members and certificates"
                            + " by the files of the deployment; leave it out");
        });
    }

    private static Flow flow(boolean rolling) {
        return rolling ? Flow.ROLLING : Flow.OFFLINE;
    }

    private void say(String progress) {
        context.console().err().println(progress);
    }

    private int report(Report report) {
        report.warnings().forEach(context.console()::error);
        context.console().out().println(report.closing());
        return ExitStatus.DONE;
    }
}
