package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.CredentialFile;
import io.gatewaystore.credentials.directory.Inspection;
import io.gatewaystore.credentials.host.HostRequest;
import io.gatewaystore.credentials.host.HostRequest.Role;
import io.gatewaystore.credentials.issue.CertificateSummary;
import io.gatewaystore.credentials.issue.HostName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Makes plans from what stands. Whatever can be found out to be wrong is found out here, before anything is touched. */
final class Planner {

    private final Run run;
    private final Deployment deployment;

    Planner(Run run) {
        this.run = run;
        this.deployment = run.deployment();
    }

    /** From plaintext to mutual TLS. */
    Plan enable(IssueSettings settings, boolean existing, Flow flow) {
        checkFlow(flow);
        checkNewDirectories(existing);
        for (ConfigurationFile file : run.allFiles()) {
            if (!run.files().is(file, Transport.PLAIN)) {
                throw new CredentialException(file.key()
                        + " is not plain http; 'storectl credentials status' with the options that name the deployment tells more,"
                        + " and 'storectl credentials repair --complete' with them mends half a state");
            }
            run.files().plan(file, Transport.MUTUAL_TLS);
        }
        checkAnswers(Transport.PLAIN);
        if (existing) {
            checkNames();
        }
        List<Step> steps = credentials(settings, existing, deployment.members());
        steps.addAll(switches(flow, Transport.MUTUAL_TLS));
        return new Plan(deployment, steps);
    }

    /**
     * From whatever stands to mutual TLS. Nothing is done about what is well; the plan is empty if all is.
     *
     * @param settings what new certificates say if none are left
     */
    Plan on(IssueSettings settings) {
        Mending mending = new Mending(run);
        List<Step> credentials = mending.steps(likeThose(settings, UnaryOperator.identity()));
        List<Member> moving = deployment.members().stream()
                .filter(member -> !isSettled(member, Transport.MUTUAL_TLS))
                .toList();
        List<Step> steps = new ArrayList<>(credentials);
        if (!moving.isEmpty()) {
            steps.addAll(switches(suitableFlow(), Transport.MUTUAL_TLS, moving));
        } else {
            moveConsumers(steps, Transport.MUTUAL_TLS);
            if (!credentials.isEmpty()) {
                steps.add(new ProveServed());
            }
        }
        if (!steps.isEmpty()) {
            steps.add(0, new BackUp());
            steps.add(new DiscardOld());
        }
        return new Plan(deployment, steps);
    }

    /** From whatever stands to plaintext. */
    Plan off(Flow flow) {
        checkFlow(flow);
        boolean plain = run.allFiles().stream().allMatch(file -> run.files().is(file, Transport.PLAIN));
        if (plain && deployment.members().stream().allMatch(member -> answers(member, Transport.PLAIN))) {
            return new Plan(deployment, List.of(new Retire()));
        }
        List<Step> steps = new ArrayList<>();
        steps.add(new BackUp());
        steps.addAll(switches(flow, Transport.PLAIN));
        if (deployment.hasCommands()) {
            steps.add(new Retire());
        }
        return new Plan(deployment, steps);
    }

    /** The flow that works for members in an unknown state. */
    Flow suitableFlow() {
        boolean allThere = deployment.members().stream().allMatch(member -> answers(member, Transport.OTHER));
        return deployment.canRoll() && deployment.members().size() > 1 && allThere ? Flow.ROLLING : Flow.OFFLINE;
    }

    /**
     * New certificates that say what those in place say.
     *
     * @param changes what the operator wants of them instead
     */
    Plan rotate(UnaryOperator<IssueSettings> changes, boolean newAuthority) {
        for (Member member : deployment.members()) {
            if (!run.files().is(run.etcdFile(member), Transport.MUTUAL_TLS)) {
                throw new CredentialException(member.etcdConfig() + " of " + member.name()
                        + " does not say mutual TLS with the credentials in '" + member.credentials()
                        + "', so there is nothing to rotate; '"
                        + Words.status(run.state()) + "' tells more");
            }
        }
        if (newAuthority && !deployment.canRoll()) {
            throw new CredentialException("a new authority needs members to be restarted one by one:"
                    + " give every member a stop and a start command");
        }
        Mending mending = new Mending(run);
        mending.checkAuthorityIsValid();
        if (mending.haveCertificatesExpired()) {
            checkNoRestart(newAuthority);
            run.say(
                    "certificates have expired, so members cannot prove that they answer; they do when they have new ones");
        } else {
            checkAnswers(Transport.MUTUAL_TLS);
        }
        Function<Place, IssueSettings> likeThose = likeThose(IssueSettings.DEFAULTS, changes);
        Map<Place, IssueSettings> settings = new HashMap<>();
        deployment.places().forEach(place -> settings.put(place, likeThose.apply(place)));
        List<Step> steps = new ArrayList<>();
        steps.add(new PrepareRotation(Objects.requireNonNull(settings.get(Place.ISSUER), "settings"), newAuthority));
        if (newAuthority) {
            exchanges(steps, Stage.OLD, Stage.TRUST_BOTH, true, settings);
            exchanges(steps, Stage.TRUST_BOTH, Stage.NEW, false, settings);
            exchanges(steps, Stage.NEW, Stage.NEW_ONLY, true, settings);
        } else {
            exchanges(steps, Stage.OLD, Stage.NEW, false, settings);
        }
        steps.add(new ProveServed());
        steps.add(new DiscardOld());
        return new Plan(deployment, steps);
    }

    /**
     * What new certificates in a place are to say: what those in place do, with changes, and the hosts that clients call.
     *
     * @param otherwise what they say where none are left in the whole deployment
     */
    private Function<Place, IssueSettings> likeThose(IssueSettings otherwise, UnaryOperator<IssueSettings> changes) {
        CalledHosts called = CalledHosts.in(run);
        IssueSettings elsewhere = deployment.places().stream()
                .flatMap(place -> asIssued(place).stream())
                .findFirst()
                .orElse(otherwise);
        return place -> changes.apply(asIssued(place).orElse(elsewhere)).naming(called.of(place));
    }

    private Optional<IssueSettings> asIssued(Place place) {
        List<String> endpoints = place.isIssuer()
                ? deployment.allEndpoints()
                : deployment.member(place.member()).endpoints();
        return new Certified(run.inspect(place).credentials()).settings(endpoints);
    }

    private static void checkNoRestart(boolean newAuthority) {
        if (newAuthority) {
            throw new CredentialException(
                    "certificates have expired, so members do not answer and cannot be restarted one"
                            + " by one: rotate without --new-ca first, and then with it");
        }
    }

    private void exchanges(
            List<Step> steps, Stage from, Stage to, boolean restart, Map<Place, IssueSettings> settings) {
        for (Place place : deployment.places()) {
            List<String> users = place.isIssuer()
                    ? deployment.members().stream()
                            .filter(member -> !deployment.hasOwnDirectory(member))
                            .map(Member::name)
                            .toList()
                    : List.of(place.member());
            steps.add(new Exchange(
                    place,
                    from,
                    to,
                    restart ? users : List.of(),
                    Objects.requireNonNull(settings.get(place), "settings of a place")));
        }
    }

    /** What one node does of an enabling that was planned elsewhere. */
    Plan apply(Path bundle, ApplyStage stage) {
        List<String> all = deployment.names();
        List<Step> steps = new ArrayList<>();
        if (stage == ApplyStage.OFFLINE || stage == ApplyStage.BOTH) {
            checkBegins(stage);
            steps.add(new BackUp());
            if (!isThere(bundle)) {
                steps.add(new Unpack(bundle));
            }
        }
        steps.add(
                switch (stage) {
                    case OFFLINE -> new SwitchMembers(all, Transport.PLAIN, Transport.MUTUAL_TLS, true, all);
                    case BOTH -> new SwitchMembers(all, Transport.PLAIN, Transport.BOTH, false, all);
                    case CONSUMERS -> new MoveConsumers(Transport.PLAIN, Transport.MUTUAL_TLS);
                    case TLS -> new SwitchMembers(all, Transport.BOTH, Transport.MUTUAL_TLS, false, all);
                });
        return new Plan(deployment, steps);
    }

    private void checkBegins(ApplyStage stage) {
        for (Member member : deployment.members()) {
            if (!run.files().is(run.etcdFile(member), Transport.PLAIN)) {
                throw new CredentialException("'" + member.etcdConfig() + "' is not plain http any more, so stage "
                        + stage + " of " + member.name()
                        + " was begun before; '"
                        + Words.status(run.state()) + "' tells more");
            }
            if (stage == ApplyStage.OFFLINE) {
                member.endpoints().stream()
                        .filter(run.access()::isListening)
                        .findFirst()
                        .ifPresent(endpoint -> {
                            throw new CredentialException("something still listens on " + endpoint
                                    + "; stop every member first, or go member by member, with --stage both");
                        });
            }
        }
    }

    /** On the host where they were issued, a member may use that very directory. */
    private boolean isThere(Path bundle) {
        Inspection there = run.issued().inspect(run.clock());
        if (!there.exists()) {
            return false;
        }
        Inspection carried = CredentialDirectory.at(bundle).inspect(run.clock());
        boolean sameServer = sameCertificate(there, carried, CredentialFile.SERVER_CERTIFICATE);
        boolean issuedHere = there.present().contains(CredentialFile.CA_KEY.fileName());
        if (!sameCertificate(there, carried, CredentialFile.CA_CERTIFICATE) || !(sameServer || issuedHere)) {
            throw new CredentialException("'" + there.path()
                    + "' holds other credentials than the bundle, and they are not" + " overwritten; roll back first");
        }
        return true;
    }

    private static boolean sameCertificate(Inspection one, Inspection other, CredentialFile file) {
        CertificateSummary certificate = one.certificates().get(file.fileName());
        return certificate != null && certificate.equals(other.certificates().get(file.fileName()));
    }

    private List<Step> credentials(IssueSettings settings, boolean existing, List<Member> receivers) {
        List<Step> steps = new ArrayList<>();
        CalledHosts called = CalledHosts.in(run);
        steps.add(new BackUp());
        steps.add(new Issue(settings.naming(called.of(Place.ISSUER)), existing));
        receivers.stream()
                .filter(deployment::hasOwnDirectory)
                .forEach(member -> steps.add(new Install(member.name(), settings.naming(called.of(member)))));
        return steps;
    }

    private List<Step> switches(Flow flow, Transport to) {
        List<Member> moving = flow == Flow.OFFLINE
                ? deployment.members()
                : deployment.members().stream()
                        .filter(member -> !isSettled(member, to))
                        .toList();
        return switches(flow, to, moving);
    }

    private List<Step> switches(Flow flow, Transport to, List<Member> moving) {
        if (flow == Flow.OFFLINE) {
            List<Member> stopped = deployment.canRoll() ? moving : deployment.members();
            return List.of(switching(stopped, common(run.allFiles()), to, true));
        }
        List<Step> steps = new ArrayList<>();
        for (Member member : moving) {
            if (!isSettled(member, Transport.BOTH)) {
                steps.add(switching(List.of(member), transport(run.etcdFile(member)), Transport.BOTH, false));
            }
        }
        moveConsumers(steps, to);
        for (Member member : moving) {
            List<String> name = List.of(member.name());
            // The step before it has made sure that it answers.
            steps.add(new SwitchMembers(name, Transport.BOTH, to, false, name));
        }
        return steps;
    }

    private SwitchMembers switching(List<Member> members, Transport from, Transport to, boolean consumers) {
        return new SwitchMembers(
                members.stream().map(Member::name).toList(),
                from,
                to,
                consumers,
                members.stream()
                        .map(Member::name)
                        .filter(name -> run.service().answers(name, from))
                        .toList());
    }

    private void moveConsumers(List<Step> steps, Transport to) {
        if (run.consumerFiles().stream().anyMatch(file -> !run.files().is(file, to))) {
            steps.add(new MoveConsumers(common(run.consumerFiles()), to));
        }
    }

    /** Whether a member's file says so, and the member does. */
    private boolean isSettled(Member member, Transport transport) {
        return run.files().is(run.etcdFile(member), transport) && answers(member, transport);
    }

    private boolean answers(Member member, Transport transport) {
        return run.service().answers(member.name(), transport);
    }

    private Transport common(List<ConfigurationFile> files) {
        Set<Transport> found = EnumSet.noneOf(Transport.class);
        files.forEach(file -> found.add(transport(file)));
        return found.size() == 1 ? found.iterator().next() : Transport.OTHER;
    }

    private Transport transport(ConfigurationFile file) {
        List<Transport> possible = file.role() == Role.CONSUMER
                ? List.of(Transport.PLAIN, Transport.MUTUAL_TLS)
                : List.of(Transport.PLAIN, Transport.MUTUAL_TLS, Transport.BOTH);
        return possible.stream()
                .filter(transport -> run.files().is(file, transport))
                .findFirst()
                .orElse(Transport.OTHER);
    }

    private void checkFlow(Flow flow) {
        if (flow == Flow.ROLLING && !deployment.canRoll()) {
            throw new CredentialException(
                    "members can be taken one by one only with a stop and a start command for each");
        }
    }

    private void checkNewDirectories(boolean issuedExists) {
        for (Place place : deployment.places()) {
            Inspection found = run.inspect(place).credentials();
            if (place.isIssuer() && issuedExists) {
                run.issued().read();
            } else if (found.exists() && found.present().isEmpty()) {
                throw new CredentialException("'" + run.directory(place) + "' on " + place
                        + " exists, and holds no credentials; credentials are not overwritten, nor is anything else. Move it"
                        + " away first");
            } else if (found.exists()) {
                throw new CredentialException("'" + run.directory(place) + "' on " + place
                        + " exists; credentials are not overwritten. Use them, if they are those that 'storectl credentials"
                        + " create' has made (--use-existing), or roll back first");
            }
        }
    }

    /** Members on this host may use the very certificate that was there before. */
    private void checkNames() {
        Certified certified = new Certified(run.inspect(Place.ISSUER).credentials());
        CalledHosts called = CalledHosts.in(run);
        for (Member member : deployment.members()) {
            List<HostName> missing = CalledHosts.missing(called.of(member), certified.names());
            if (!deployment.hasOwnDirectory(member) && !missing.isEmpty()) {
                throw new CredentialException("clients call " + member.name() + " " + Words.list(missing)
                        + ", which the certificate in '" + run.issued().file(CredentialFile.SERVER_CERTIFICATE)
                        + "' does not name; issue credentials that do, with --san");
            }
        }
    }

    private void checkAnswers(Transport transport) {
        if (deployment.hasCommands()) {
            for (String endpoint : deployment.allEndpoints()) {
                run.access().await(endpoint, transport);
            }
        }
    }

    /** Members whose endpoints were not given are asked for them. */
    static Deployment resolved(Deployment deployment, Hosts hosts) {
        return deployment.withMembers(deployment.members().stream()
                .map(member ->
                        member.endpoints().isEmpty()
                                ? member.withEndpoints(hosts
                                        .of(deployment, member)
                                        .ask(new HostRequest.FindEndpoints(member.etcdConfig()))
                                        .texts()
                                        .stream()
                                        .map(url -> url.replaceFirst("^https?://", ""))
                                        .distinct()
                                        .toList())
                                : member)
                .toList());
    }
}
