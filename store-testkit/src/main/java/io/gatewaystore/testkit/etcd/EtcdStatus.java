package io.gatewaystore.testkit.etcd;

/**
 * What a member says of itself.
 *
 * <p>Immutable.
 *
 * @param version the version of etcd it runs
 * @param clusterId the cluster's id, unsigned
 * @param memberId the member's id, unsigned
 * @param leaderId the id of the member it takes for the leader, unsigned; zero if it knows none
 * @param revision the revision it has reached
 * @param raftTerm the term of the last election it knows
 * @param dbSize the size of its database in bytes
 */
public record EtcdStatus(
        String version, long clusterId, long memberId, long leaderId, long revision, long raftTerm, long dbSize) {

    /**
     * Tells whether the member leads.
     *
     * @return whether it takes itself for the leader
     */
    public boolean isLeader() {
        return memberId == leaderId;
    }
}
