package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.host.Host;
import io.gatewaystore.credentials.host.HostRequest;
import io.gatewaystore.credentials.host.HostRequest.Role;
import io.gatewaystore.credentials.journal.Journal;
import io.gatewaystore.credentials.journal.JournalRecord;
import io.gatewaystore.credentials.proof.MemberAccess;
import io.gatewaystore.credentials.status.NodeStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One run of a command, and what its steps work with. */
final class Run {

    private final String id;
    private final Deployment deployment;
    private final Path state;
    private final Journal journal;
    private final Hosts hosts;
    private final Clock clock;
    private final Consumer<String> progress;
    private final MemberAccess access;
    private final EditedFiles files;
    private final MemberService service;
    private final List<String> warnings = new ArrayList<>();
    private int step;

    Run(
            String id,
            Deployment deployment,
            Path state,
            Hosts hosts,
            Journal journal,
            Clock clock,
            Consumer<String> progress) {
        this.id = id;
        this.deployment = deployment;
        this.state = state;
        this.journal = journal;
        this.hosts = hosts;
        this.clock = clock;
        this.progress = progress;
        this.access = new MemberAccess(deployment.client(), deployment.patience());
        this.files = new EditedFiles(this, journal);
        this.service = new MemberService(this, access);
    }

    String id() {
        return id;
    }

    /** Where the journal is. */
    Path state() {
        return state;
    }

    Deployment deployment() {
        return deployment;
    }

    Clock clock() {
        return clock;
    }

    EditedFiles files() {
        return files;
    }

    MemberService service() {
        return service;
    }

    MemberAccess access() {
        return access;
    }

    int step() {
        return step;
    }

    void enter(int number) {
        step = number;
    }

    Host host(Member member) {
        return hosts.of(deployment, member);
    }

    Host host(Place place) {
        return place.isIssuer() ? hosts.local() : host(deployment.member(place.member()));
    }

    Path directory(Place place) {
        return place.isIssuer()
                ? deployment.credentials()
                : deployment.member(place.member()).credentials();
    }

    CredentialDirectory issued() {
        return CredentialDirectory.at(deployment.credentials());
    }

    NodeStatus inspect(Place place) {
        List<Path> etcd = place.isIssuer()
                ? List.of()
                : List.of(deployment.member(place.member()).etcdConfig());
        List<Path> consumers = place.isIssuer()
                ? deployment.consumers()
                : deployment.member(place.member()).consumers();
        return host(place).ask(new HostRequest.Inspect(directory(place), etcd, consumers));
    }

    /** What members are given while TLS is turned on. */
    Bundles bundles() {
        return new Bundles(state.resolve("bundles"), issued(), clock);
    }

    Rotation rotation() {
        return new Rotation(state, id, clock);
    }

    /** Removes credentials, with what rotations have set aside; or that alone. */
    void remove(Place place, boolean onlyCopies) {
        warnOfOthers(host(place).ask(new HostRequest.Remove(directory(place), onlyCopies)));
    }

    void warnOfOthers(HostRequest.Texts others) {
        others.texts().forEach(path -> warn("'" + path + "' is not of the credentials, and was left where it is"));
    }

    /** Where the copies of this run are, on the host of a place. */
    Path backup(Place place) {
        return backups(place).resolve(id);
    }

    /** Where the copies of all runs are: beside the credentials, never in their directory, which goes when TLS goes. */
    Path backups(Place place) {
        Path credentials = directory(place).toAbsolutePath().normalize();
        return credentials.resolveSibling(credentials.getFileName() + "-backup");
    }

    ConfigurationFile etcdFile(Member member) {
        return new ConfigurationFile(new Place(member.name()), Role.ETCD, member.etcdConfig(), member.credentials());
    }

    List<ConfigurationFile> consumerFiles() {
        List<ConfigurationFile> all = new ArrayList<>();
        for (Member member : deployment.members()) {
            member.consumers()
                    .forEach(path -> all.add(new ConfigurationFile(
                            new Place(member.name()), Role.CONSUMER, path, member.credentials())));
        }
        deployment
                .consumers()
                .forEach(path ->
                        all.add(new ConfigurationFile(Place.ISSUER, Role.CONSUMER, path, deployment.credentials())));
        return List.copyOf(all);
    }

    List<ConfigurationFile> allFiles() {
        List<ConfigurationFile> all = new ArrayList<>();
        deployment.members().forEach(member -> all.add(etcdFile(member)));
        all.addAll(consumerFiles());
        return List.copyOf(all);
    }

    void did(String what) {
        journal.add(new JournalRecord.Did(what));
        say(what);
    }

    void say(String what) {
        progress.accept(what);
    }

    /** For the operator to look at when the command has ended. */
    void warn(String what) {
        warnings.add(what);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
