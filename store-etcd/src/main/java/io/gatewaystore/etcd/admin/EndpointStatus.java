package io.gatewaystore.etcd.admin;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import java.util.List;

/**
 * What is known of one endpoint.
 *
 * <p>Immutable.
 */
public sealed interface EndpointStatus {

    /**
     * The endpoint that was asked.
     *
     * @return the endpoint as it is configured
     */
    Endpoint endpoint();

    /**
     * What the member there says of itself.
     *
     * <p>Immutable.
     *
     * @param endpoint the endpoint that was asked
     * @param clusterId the id of its cluster, unsigned
     * @param memberId its id, unsigned
     * @param version the version of etcd it runs, for instance {@code 3.5.30}
     * @param dbSize the size of its database in bytes, as allocated
     * @param dbSizeInUse how many bytes of these are in use
     * @param isLeader whether it takes itself for the leader
     * @param isLearner whether it learns and does not vote yet
     * @param raftTerm the term of the last election it knows
     * @param raftIndex the index of the last entry of the log that it knows to be committed
     * @param raftAppliedIndex the index of the last entry that it applied
     * @param errors what it complains of: that it knows no leader, and alarms
     */
    record Known(
            Endpoint endpoint,
            long clusterId,
            long memberId,
            String version,
            long dbSize,
            long dbSizeInUse,
            boolean isLeader,
            boolean isLearner,
            long raftTerm,
            long raftIndex,
            long raftAppliedIndex,
            List<String> errors)
            implements EndpointStatus {

        /**
         * Creates a status.
         *
         * @param endpoint the endpoint that was asked
         * @param clusterId the id of its cluster, unsigned
         * @param memberId its id, unsigned
         * @param version the version of etcd it runs
         * @param dbSize the size of its database in bytes, as allocated
         * @param dbSizeInUse how many bytes of these are in use
         * @param isLeader whether it takes itself for the leader
         * @param isLearner whether it learns and does not vote yet
         * @param raftTerm the term of the last election it knows
         * @param raftIndex the index of the last entry that it knows to be committed
         * @param raftAppliedIndex the index of the last entry that it applied
         * @param errors what it complains of
         */
        public Known {
            errors = List.copyOf(errors);
        }
    }

    /**
     * A member that is there and tells its status only to others: since 3.5.28 to users with the role {@code root}, where authentication is
     * enabled.
     *
     * <p>Immutable.
     *
     * @param endpoint the endpoint that was asked
     * @param version the version of etcd it runs, or {@code 3.5.28 or later} if it does not tell even that
     * @param reason what it answered
     */
    record Refused(Endpoint endpoint, String version, String reason) implements EndpointStatus {}

    /**
     * An endpoint that cannot be reached, or does not answer.
     *
     * <p>Immutable.
     *
     * @param endpoint the endpoint that was asked
     * @param attempt why, and what to do about it
     */
    record Unreachable(Endpoint endpoint, Attempt attempt) implements EndpointStatus {}
}
