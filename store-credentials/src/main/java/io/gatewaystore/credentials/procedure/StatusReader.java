package io.gatewaystore.credentials.procedure;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.credentials.directory.CredentialFile;
import io.gatewaystore.credentials.directory.Inspection;
import io.gatewaystore.credentials.issue.HostName;
import io.gatewaystore.credentials.journal.Journal;
import io.gatewaystore.credentials.journal.OpenRun;
import io.gatewaystore.credentials.status.EncryptionState;
import io.gatewaystore.credentials.status.NodeStatus;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Sums up the judgements of all hosts. */
final class StatusReader {

    private static final String ISSUING_HOST = "(issuing host)";

    private final Run run;

    StatusReader(Run run) {
        this.run = run;
    }

    private String sentence(OpenRun open, Journal journal) {
        String command = "the command '" + open.began().command() + "' of "
                + open.began().at();
        return journal.holder()
                .map(process -> command + " is at work (process " + process + "), at its step " + (open.next() + 1))
                .orElseGet(() -> command + " was interrupted before its step " + (open.next() + 1)
                        + " had ended; to go on, run '" + Words.repair(run.state())
                        + "', and to go back the same with --undo");
    }

    /** A host that was taken over by hand knows its own certificate only, and not those of the others. */
    private List<String> unnamed(Map<String, NodeStatus> nodes) {
        Inspection issued = run.issued().inspect(run.clock());
        if (!issued.present().contains(CredentialFile.CA_KEY.fileName())) {
            return List.of();
        }
        List<String> names = Stream.concat(nodes.values().stream().map(NodeStatus::credentials), Stream.of(issued))
                .flatMap(directory -> new Certified(directory).names().stream())
                .toList();
        List<String> sentences = new ArrayList<>();
        nodes.forEach((name, node) -> new TreeMap<>(node.endpoints()).forEach((path, urls) -> {
            List<String> hosts =
                    CalledHosts.endpoints(urls).stream().map(Endpoint::host).toList();
            CalledHosts.missing(HostName.among(hosts), names)
                    .forEach(
                            host -> sentences.add(
                                    name + ": '" + path + "' names " + host
                                            + ", which no server certificate does: clients that go there refuse it; rotate the credentials"));
        }));
        return sentences;
    }

    DeploymentStatus read(Journal journal) {
        Optional<OpenRun> underWay = journal.openRun();
        Map<String, NodeStatus> nodes = new TreeMap<>();
        for (Member member : run.deployment().members()) {
            nodes.put(member.name(), run.inspect(new Place(member.name())));
        }
        if (!run.deployment().consumers().isEmpty()) {
            nodes.put(ISSUING_HOST, run.inspect(Place.ISSUER));
        }
        List<String> inconsistencies = new ArrayList<>();
        Set<EncryptionState> states = EnumSet.noneOf(EncryptionState.class);
        nodes.forEach((name, node) -> {
            states.add(node.state());
            node.inconsistencies().forEach(sentence -> inconsistencies.add(name + ": " + sentence));
        });
        if (states.size() > 1) {
            inconsistencies.add("not all hosts are in the same state");
        }
        Rotation.left(run.state())
                .forEach(path ->
                        inconsistencies.add("'" + path + "' holds credentials of a rotation; unless one is under way, '"
                                + Words.repair(run.state()) + "' removes it"));
        inconsistencies.addAll(unnamed(nodes));
        underWay.ifPresent(open -> inconsistencies.add(sentence(open, journal)));
        EncryptionState state =
                states.size() == 1 && underWay.isEmpty() ? states.iterator().next() : EncryptionState.HALF;
        if (run.issued().holdsCredentials() != (state == EncryptionState.ON) && state != EncryptionState.HALF) {
            inconsistencies.add("the issuing directory '" + run.issued().path()
                    + (state == EncryptionState.ON ? "' is missing" : "' is still there"));
            state = EncryptionState.HALF;
        }
        return new DeploymentStatus(state, inconsistencies, nodes);
    }
}
