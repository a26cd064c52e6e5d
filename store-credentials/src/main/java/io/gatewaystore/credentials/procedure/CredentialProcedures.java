package io.gatewaystore.credentials.procedure;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.host.DirectoryOwner;
import io.gatewaystore.credentials.internal.Json;
import io.gatewaystore.credentials.issue.HostName;
import io.gatewaystore.credentials.issue.Issuer;
import io.gatewaystore.credentials.journal.Interruption;
import io.gatewaystore.credentials.journal.Journal;
import io.gatewaystore.credentials.journal.JournalRecord;
import io.gatewaystore.credentials.journal.OpenRun;
import io.gatewaystore.credentials.status.EncryptionState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns TLS on and off for an etcd deployment, and keeps it in order.
 *
 * <p>Each command first finds out whether it can be carried out, then writes its plan into a journal and takes one step after the other. If a step
 * fails, everything is put back. If the process ends, {@link #repair} goes on, or back, from where it was. Only one command can be at work with the
 * same state directory; another fails at once. A command on a deployment of several hosts needs the same version of storectl on all of them.
 *
 * <p>Every method throws {@link CredentialException} if it cannot be carried out, and then nothing has been changed, or
 * {@link ProcedureFailedException} if it failed on its way, or on the way of an interrupted command that it was to end.
 *
 * <p>Safe for use by one thread at a time.
 */
public final class CredentialProcedures {

    private static final DateTimeFormatter RUN =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String ENABLE = "enable";
    private static final String APPLY = "apply";
    private static final String ROTATE = "rotate";
    private static final String ROLLBACK = "rollback";
    private static final String REPAIR = "repair";

    private final Path state;
    private final Clock clock;
    private final Hosts hosts;
    private final Consumer<String> progress;
    private final Interruption interruption;

    CredentialProcedures(Path state, Clock clock, Consumer<String> progress, Interruption interruption) {
        this.state = state.toAbsolutePath().normalize();
        this.clock = Objects.requireNonNull(clock, "clock");
        this.hosts = new Hosts(clock);
        this.progress = Objects.requireNonNull(progress, "progress");
        this.interruption = interruption;
    }

    /**
     * Commands with a state directory.
     *
     * @param state where the journal is kept; created by the first command. It must not be the credential directory
     * @param clock dates certificates and the journal
     * @param progress is told each step, on the thread of the command
     * @return the commands
     */
    public static CredentialProcedures at(Path state, Clock clock, Consumer<String> progress) {
        return new CredentialProcedures(state, clock, progress, Interruption.NONE);
    }

    /**
     * Commands on this host for a bundle, with the state directory beside the credentials that it describes.
     *
     * @param bundle a directory made by {@link #bundle}
     * @param clock dates the journal
     * @param progress is told each step, on the thread of the command
     * @return the commands
     */
    public static CredentialProcedures ofBundle(Path bundle, Clock clock, Consumer<String> progress) {
        Path credentials = BundleWriter.deployment(bundle).credentials();
        return at(credentials.resolveSibling(credentials.getFileName() + "-state"), clock, progress);
    }

    /**
     * Issues credentials into the deployment's directory, and does nothing else.
     *
     * @param deployment where
     * @param settings what certificates say
     * @return what succeeded
     */
    public Report create(Deployment deployment, IssueSettings settings) {
        Deployment whole = resolved(deployment);
        try (hosts;
                Journal journal = openIdle()) {
            Run run = run("create", whole, journal);
            if (run.issued().exists()) {
                throw new CredentialException("'" + run.issued().path() + "' exists; credentials are not overwritten");
            }
            new Issue(settings.naming(calledHosts(run)), false).forward(run);
            return new Report("create succeeded: credentials in " + run.issued().path(), run.warnings());
        }
    }

    /**
     * Issues credentials for an etcd that is not there yet: the server certificate names this machine, and what the settings name.
     *
     * @param directory where; it must not exist
     * @param owner {@code user:group} of the directory; if empty, that of the directory around it
     * @param settings what certificates say
     * @return what succeeded
     */
    public Report create(Path directory, String owner, IssueSettings settings) {
        CredentialDirectory.at(directory)
                .create(
                        Issuer.withNewAuthority(settings.options(clock)).forIssuingHost(List.of()),
                        owner.isEmpty() ? DirectoryOwner.around(directory) : DirectoryOwner.named(owner),
                        clock);
        return new Report("create succeeded: credentials in " + directory, List.of());
    }

    private static Collection<HostName> calledHosts(Run run) {
        try {
            return CalledHosts.in(run).of(Place.ISSUER);
        } catch (CredentialException e) {
            run.warn("the hosts by which clients call members could not be found out, and are not named: "
                    + e.getMessage());
            return List.of();
        }
    }

    /**
     * Turns TLS on: issues credentials, changes the configuration of members and clients, restarts the members, and proves that each answers over
     * mutual TLS and refuses plaintext.
     *
     * @param deployment where; all plain http
     * @param settings what certificates say
     * @param existing whether the credentials are those that stand in the deployment's directory; otherwise that must not exist
     * @param flow how members are taken over
     * @return what succeeded
     */
    public Report enable(Deployment deployment, IssueSettings settings, boolean existing, Flow flow) {
        Deployment whole = resolved(deployment);
        try (hosts;
                Journal journal = openIdle()) {
            Run run = run(ENABLE, whole, journal);
            execute(ENABLE, run, new Planner(run).enable(settings, existing, flow), journal);
            Readers.check(run);
            return new Report(
                    "enable succeeded: " + answers(run, Transport.MUTUAL_TLS) + "; backup in "
                            + Words.list(BackUp.places(run)),
                    run.warnings());
        }
    }

    /**
     * Issues credentials for a deployment whose hosts this one cannot reach, and makes a directory for each member with what {@link #apply} needs
     * there. Nothing of the deployment is changed.
     *
     * @param deployment the members, with their endpoints
     * @param settings what certificates say
     * @param directory where the bundles go, one directory for each member; they hold private keys
     * @return what succeeded
     */
    public Report bundle(Deployment deployment, IssueSettings settings, Path directory) {
        try (hosts;
                Journal journal = openIdle()) {
            Run run = run("bundle", deployment, journal);
            new BundleWriter(run, settings).write(directory);
            return new Report(
                    "bundle succeeded: " + deployment.members().size() + " bundles in " + directory
                            + "; copy each to its host, run 'storectl credentials apply' there, and delete it",
                    run.warnings());
        }
    }

    /**
     * Does on this host what one stage of turning TLS on asks of it.
     *
     * @param bundle a directory made by {@link #bundle}
     * @param stage the stage
     * @return what succeeded
     */
    public Report apply(Path bundle, ApplyStage stage) {
        try (hosts;
                Journal journal = openIdle()) {
            Deployment deployment = resolved(BundleWriter.deployment(bundle));
            // Offline, it is the operator who stops and starts all members: with one that goes on, the cluster would be
            // of two minds.
            Run run = run(APPLY, stage == ApplyStage.OFFLINE ? deployment.withoutCommands() : deployment, journal);
            execute(APPLY, run, new Planner(run).apply(BundleWriter.credentials(bundle), stage), journal);
            Readers.check(run);
            return new Report(
                    "apply succeeded: stage " + stage.name().toLowerCase(Locale.ROOT) + " of "
                            + String.join(", ", deployment.names()) + " is done"
                            + (stage == ApplyStage.OFFLINE ? proofToCome(deployment) : ""),
                    run.warnings());
        }
    }

    /** Nothing answers while all members are stopped, so the operator proves the end. */
    private static String proofToCome(Deployment deployment) {
        return "; when all members are started, prove it: "
                + Words.proof(deployment.allEndpoints(), deployment.credentials());
    }

    /**
     * Turns TLS off: back to plain http, with the data and with every edit that others have made in the files since. The credentials are removed when
     * every member has answered in plaintext. A command that was interrupted is undone first, or completed if it was this one. If it cannot be
     * undone, it is given up, and TLS is turned off from what it has left.
     *
     * @param flow how members are taken over
     * @return what succeeded
     */
    public Report rollback(Flow flow) {
        return rollbackFrom(null, flow);
    }

    /**
     * The same without a journal of the deployment, or with other commands than those in the journal.
     *
     * @param deployment where
     * @param flow how members are taken over
     * @return what succeeded
     */
    public Report rollback(Deployment deployment, Flow flow) {
        return rollbackFrom(deployment, flow);
    }

    private Report rollbackFrom(@Nullable Deployment given, Flow flow) {
        Deployment whole = whole(given);
        try (hosts;
                Journal journal = Journal.open(state, interruption)) {
            return rollback(whole, flow, journal);
        }
    }

    private Report rollback(@Nullable Deployment given, Flow flow, Journal journal) {
        List<String> warnings = new ArrayList<>();
        Optional<OpenRun> open = journal.openRun();
        if (open.isPresent()) {
            warnings.addAll(end(operated(open.get(), given, journal), journal));
        }
        // What was interrupted says more about where than the options do.
        Deployment deployment = open.isPresent() || given == null ? known(journal) : given;
        if (status(deployment, journal).state() == EncryptionState.OFF) {
            warnings.addAll(discardLeftovers(deployment, journal));
            return new Report(
                    open.isPresent()
                            ? "rollback succeeded: TLS is off, the interrupted "
                                    + open.get().began().command() + " is no more"
                            : "rollback had nothing to do: TLS is off",
                    warnings);
        }
        Report report = off(ROLLBACK, deployment, flow, journal);
        warnings.addAll(report.warnings());
        return new Report(report.closing(), warnings);
    }

    /** The interrupted command, going forward if it leads where a rollback does. */
    private List<String> end(OpenRun open, Journal journal) {
        if (open.began().command().equals(ROLLBACK)) {
            return goOn(open, true, journal).warnings();
        }
        try {
            return goOn(open, false, journal).warnings();
        } catch (CredentialException e) {
            journal.openRun().ifPresent(left -> giveUp(left, e, journal));
            return List.of("the interrupted " + open.began().command()
                    + " could not be undone, and TLS is turned off from what it has left: " + e.getMessage());
        }
    }

    private void giveUp(OpenRun open, CredentialException why, Journal journal) {
        journal.add(new JournalRecord.Did("gave up: " + why.getMessage()));
        resumed(open, journal).bundles().remove();
        journal.add(new JournalRecord.Ended(JournalRecord.Direction.BACKWARD));
    }

    /** Where no command is under way, nobody needs what an earlier one has set aside. */
    private List<String> discardLeftovers(Deployment deployment, Journal journal) {
        Run run = run("discard", deployment, journal);
        DiscardOld.discard(run);
        return run.warnings();
    }

    private Report off(String command, Deployment deployment, Flow flow, Journal journal) {
        Run run = run(command, deployment, journal);
        Plan plan = new Planner(run).off(flow);
        execute(command, run, plan, journal);
        boolean retired = plan.steps().contains(new Retire());
        return new Report(
                retired
                        ? command + " succeeded: " + answers(run, Transport.PLAIN) + "; the credentials are removed"
                        : command
                                + " succeeded: the files say plain http; restart every member, then run it again to remove"
                                + " the credentials",
                run.warnings());
    }

    /**
     * Whether TLS is on, by the deployment of the journal. Changes nothing, and can be asked while a command is at work.
     *
     * @return the judgement
     */
    public DeploymentStatus status() {
        try (hosts;
                Journal journal = Journal.look(state)) {
            return status(known(journal), journal);
        }
    }

    /**
     * Whether TLS is on. Changes nothing, and can be asked while a command is at work.
     *
     * @param deployment where
     * @return the judgement
     */
    public DeploymentStatus status(Deployment deployment) {
        try (hosts;
                Journal journal = Journal.look(state)) {
            return status(resolved(deployment), journal);
        }
    }

    private DeploymentStatus status(Deployment deployment, Journal journal) {
        return new StatusReader(run("status", deployment, journal)).read(journal);
    }

    /**
     * Ends half a state. A command that was interrupted is completed or undone, from where it was. Without one, TLS is turned on with the
     * credentials that are there, or off, whatever stands.
     *
     * @param intent which of the two
     * @return what succeeded
     */
    public Report repair(Intent intent) {
        return repairFrom(null, intent);
    }

    /**
     * The same for a deployment of which there is no journal, or with other commands than those in the journal.
     *
     * @param deployment where
     * @param intent whether to go on or back
     * @return what succeeded
     */
    public Report repair(Deployment deployment, Intent intent) {
        return repairFrom(deployment, intent);
    }

    private Report repairFrom(@Nullable Deployment given, Intent intent) {
        Deployment whole = whole(given);
        try (hosts;
                Journal journal = Journal.open(state, interruption)) {
            Optional<OpenRun> open = journal.openRun();
            return open.isPresent()
                    ? goOn(operated(open.get(), whole, journal), intent == Intent.COMPLETE, journal)
                    : repair(whole == null ? known(journal) : whole, intent, journal);
        }
    }

    /** Fails where nothing is known, before anything is created there. A command that is open knows the rest of its deployment by itself. */
    private @Nullable Deployment whole(@Nullable Deployment given) {
        try (Journal journal = Journal.look(state)) {
            if (journal.openRun().isPresent()) {
                return given;
            }
            return given == null ? known(journal) : resolved(given);
        }
    }

    /** The interrupted command with the commands of the operator that are given now: those it began with may be what it failed by. */
    private static OpenRun operated(OpenRun open, @Nullable Deployment given, Journal journal) {
        Plan plan = plan(open);
        Deployment now = given == null ? plan.deployment() : plan.deployment().operatedAs(given);
        if (!now.equals(plan.deployment())) {
            journal.add(new JournalRecord.Replanned(json(new Plan(now, plan.steps()))));
        }
        return journal.openRun().orElse(open);
    }

    private Report repair(Deployment deployment, Intent intent, Journal journal) {
        Run run = run(REPAIR, deployment, journal);
        Planner planner = new Planner(run);
        if (intent == Intent.UNDO) {
            return status(deployment, journal).state() == EncryptionState.OFF
                    ? new Report("repair had nothing to do: TLS is off", discardLeftovers(deployment, journal))
                    : off(REPAIR, deployment, planner.suitableFlow(), journal);
        }
        Plan plan = planner.on(settings(journal));
        if (plan.steps().isEmpty()) {
            List<String> warnings = new ArrayList<>(discardLeftovers(deployment, journal));
            warnings.addAll(status(deployment, journal).inconsistencies());
            return new Report("repair had nothing to do: TLS is on", warnings);
        }
        execute(REPAIR, run, plan, journal);
        return new Report("repair succeeded: " + answers(run, Transport.MUTUAL_TLS), run.warnings());
    }

    /**
     * Replaces all certificates while the deployment serves.
     *
     * @param changes what the new certificates say, made of what the present ones say. The hosts of endpoints, listen URLs and clients' files are
     *     named whatever it leaves out
     * @param newAuthority whether the authority is replaced too: members are then restarted, one after the other
     * @return what succeeded
     */
    public Report rotate(UnaryOperator<IssueSettings> changes, boolean newAuthority) {
        whole(null);
        try (hosts;
                Journal journal = openIdle()) {
            return rotate(known(journal), changes, newAuthority, journal);
        }
    }

    /**
     * The same for a deployment of which there is no journal.
     *
     * @param deployment where
     * @param changes what the new certificates say, made of what the present ones say
     * @param newAuthority whether the authority is replaced too
     * @return what succeeded
     */
    public Report rotate(Deployment deployment, UnaryOperator<IssueSettings> changes, boolean newAuthority) {
        Deployment whole = resolved(deployment);
        try (hosts;
                Journal journal = openIdle()) {
            return rotate(whole, changes, newAuthority, journal);
        }
    }

    private Report rotate(
            Deployment deployment, UnaryOperator<IssueSettings> changes, boolean newAuthority, Journal journal) {
        Run run = run(ROTATE, deployment, journal);
        execute(ROTATE, run, new Planner(run).rotate(changes, newAuthority), journal);
        return new Report(
                "rotate succeeded: " + answers(run, Transport.MUTUAL_TLS) + " with new certificates"
                        + (newAuthority ? " of a new authority" : ""),
                run.warnings());
    }

    private Report goOn(OpenRun open, boolean forward, Journal journal) {
        String command = open.began().command();
        Plan plan = plan(open);
        Run run = resumed(open, journal);
        Engine engine = new Engine(run, command, plan.steps(), journal);
        int last = open.inPart() ? open.next() : open.next() - 1;
        boolean back = !forward && plan.steps().subList(0, last + 1).stream().allMatch(Step::undoable);
        if (back) {
            engine.undoInterrupted(last);
        } else {
            if (!forward) {
                run.warn("the interrupted " + command
                        + " was past the point from which there is a way back, and was completed");
            }
            engine.complete(open.next());
        }
        return new Report(
                "repair succeeded: the interrupted " + command + " is " + (back ? "undone" : "complete"),
                run.warnings());
    }

    private Run resumed(OpenRun open, Journal journal) {
        return new Run(open.began().run(), plan(open).deployment(), state, hosts, journal, clock, progress);
    }

    private static Plan plan(OpenRun open) {
        return Json.convert(open.began().plan(), Plan.class);
    }

    private static JsonNode json(Plan plan) {
        return Json.convert(plan, JsonNode.class);
    }

    private void execute(String command, Run run, Plan plan, Journal journal) {
        journal.add(new JournalRecord.Began(run.id(), clock.instant(), command, json(plan)));
        new Engine(run, command, plan.steps(), journal).complete(0);
    }

    private Journal openIdle() {
        Journal journal = Journal.open(state, interruption);
        Optional<OpenRun> open = journal.openRun();
        if (open.isPresent()) {
            journal.close();
            throw new CredentialException("an earlier " + open.get().began().command() + " (begun "
                    + open.get().began().at()
                    + ") was interrupted; first run '" + Words.repair(state) + "', or the same with --undo to go back");
        }
        return journal;
    }

    private Run run(String command, Deployment deployment, Journal journal) {
        return new Run(RUN.format(clock.instant()) + "-" + command, deployment, state, hosts, journal, clock, progress);
    }

    private Deployment resolved(Deployment deployment) {
        deployment.checkReach();
        try (Hosts asked = new Hosts(clock)) {
            return Planner.resolved(deployment, asked);
        }
    }

    private Deployment known(Journal journal) {
        return lastPlan(journal)
                .map(Plan::deployment)
                .orElseThrow(() -> new CredentialException("there is no journal in '" + state
                        + "' that would tell the deployment; name its files by options, or another state directory"));
    }

    private static Optional<Plan> lastPlan(Journal journal) {
        return journal.plans().stream().findFirst().map(plan -> Json.convert(plan, Plan.class));
    }

    /** As they were issued last, if nothing that was is left. */
    private static IssueSettings settings(Journal journal) {
        return journal.plans().stream()
                .map(plan -> Json.convert(plan, Plan.class))
                .flatMap(plan -> plan.steps().stream())
                .flatMap(step -> step instanceof Issue issue ? Stream.of(issue.settings()) : Stream.empty())
                .findFirst()
                .orElse(IssueSettings.DEFAULTS);
    }

    private static String answers(Run run, Transport transport) {
        int members = run.deployment().members().size();
        String who = members == 1 ? "1 member" : members + " members";
        if (!run.deployment().hasCommands()) {
            return "the files of " + who + " say " + Words.of(transport) + " (not proven: no commands to restart them)";
        }
        return who
                + (members == 1 ? " answers" : " answer")
                + (transport == Transport.PLAIN ? " in plaintext" : " over mutual TLS");
    }
}
