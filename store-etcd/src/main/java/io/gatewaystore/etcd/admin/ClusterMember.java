package io.gatewaystore.etcd.admin;

import java.util.List;

/**
 * A member of an etcd cluster, as the cluster lists it.
 *
 * <p>Immutable.
 *
 * @param id its id, unsigned
 * @param name its name; empty until it has started for the first time
 * @param peerUrls where other members reach it
 * @param clientUrls where it says that clients reach it; none until it has started for the first time
 * @param isLearner whether it learns and does not vote yet
 */
public record ClusterMember(long id, String name, List<String> peerUrls, List<String> clientUrls, boolean isLearner) {

    /**
     * Creates a member.
     *
     * @param id its id, unsigned
     * @param name its name
     * @param peerUrls where other members reach it
     * @param clientUrls where it says that clients reach it
     * @param isLearner whether it learns and does not vote yet
     */
    public ClusterMember {
        peerUrls = List.copyOf(peerUrls);
        clientUrls = List.copyOf(clientUrls);
    }

    /**
     * Whether the member has ever started.
     *
     * @return false if it was only added to the cluster
     */
    public boolean isStarted() {
        return !name.isEmpty();
    }
}
