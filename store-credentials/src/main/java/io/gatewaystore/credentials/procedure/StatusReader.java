package io.gatewaystore.credentials.procedure;

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

/** Sums up the judgements of all hosts. */
final class StatusReader {

    private final Run run;

    StatusReader(Run run) {
        this.run = run;
    }

    DeploymentStatus read(Optional<OpenRun> interrupted) {
        Map<String, NodeStatus> nodes = new TreeMap<>();
        for (Member member : run.deployment().members()) {
            nodes.put(member.name(), run.inspect(new Place(member.name())));
        }
        if (!run.deployment().consumers().isEmpty()) {
            nodes.put("(issuing host)", run.inspect(Place.ISSUER));
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
                        inconsistencies.add("'" + path + "' holds credentials of a rotation; unless one is under"
                                + " way, 'storectl credentials repair --complete' removes it"));
        interrupted.ifPresent(
                open -> inconsistencies.add("the command '" + open.began().command() + "' of "
                        + open.began().at() + " was interrupted before its step " + (open.next() + 1) + " had ended"));
        EncryptionState state =
                states.size() == 1 && interrupted.isEmpty() ? states.iterator().next() : EncryptionState.HALF;
        if (run.issued().holdsCredentials() != (state == EncryptionState.ON) && state != EncryptionState.HALF) {
            inconsistencies.add("the issuing directory '" + run.issued().path()
                    + (state == EncryptionState.ON ? "' is missing" : "' is still there"));
            state = EncryptionState.HALF;
        }
        return new DeploymentStatus(state, inconsistencies, nodes);
    }
}
