package io.gatewaystore.credentials.status;

import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.Inspection;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Whether TLS is on for one node, judged by its files, and everything that does not fit.
 *
 * <p>Immutable.
 *
 * @param state the judgement: on if every endpoint is https and every file of the credentials is there (on a node of several, all but {@code ca.key}), off if every endpoint is http and there is
 *     no credential directory, half otherwise
 * @param inconsistencies a sentence for everything that does not fit the state, or that is wrong with the credentials; can be there in each state
 * @param endpoints where each file says etcd is, by path
 * @param credentials the credential directory
 */
public record NodeStatus(
        EncryptionState state,
        List<String> inconsistencies,
        Map<String, List<String>> endpoints,
        Inspection credentials) {

    /**
     * Copies what it is given.
     *
     * @param state the judgement
     * @param inconsistencies what does not fit
     * @param endpoints where each file says etcd is
     * @param credentials the credential directory
     */
    public NodeStatus {
        inconsistencies = List.copyOf(inconsistencies);
        endpoints = Map.copyOf(endpoints);
    }

    /**
     * Judges the files of one node.
     *
     * @param directory the credential directory
     * @param etcd the configuration file of etcd; none on a host of clients only
     * @param consumers the files that tell clients where etcd is
     * @param clock by which certificates are valid or not
     * @return the judgement; files that cannot be read are inconsistencies
     */
    public static NodeStatus of(CredentialDirectory directory, List<Path> etcd, List<Path> consumers, Clock clock) {
        return new Judgement(directory, clock).of(etcd, consumers);
    }
}
