package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.status.EncryptionState;
import io.gatewaystore.credentials.status.NodeStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether TLS is on for a deployment, judged by the files of all its hosts.
 *
 * <p>Immutable.
 *
 * @param state on or off if it is so on every host and no command was interrupted, half otherwise
 * @param inconsistencies a sentence for everything that does not fit or is wrong
 * @param nodes the judgement of each member's files, by its name; of the issuing host under {@code (issuing host)}
 */
public record DeploymentStatus(EncryptionState state, List<String> inconsistencies, Map<String, NodeStatus> nodes) {

    /**
     * Copies what it is given.
     *
     * @param state the judgement
     * @param inconsistencies what does not fit
     * @param nodes the judgement of each node
     */
    public DeploymentStatus {
        inconsistencies = List.copyOf(inconsistencies);
        nodes = java.util.Collections.unmodifiableMap(new TreeMap<>(nodes));
    }
}
