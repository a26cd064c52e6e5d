package io.gatewaystore.etcd;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;

/** Puts into words why a member that can be talked to does not serve this client. */
final class ServingDiagnosis {

    private final StoreConfig config;
    private final Endpoint endpoint;

    ServingDiagnosis(StoreConfig config, Endpoint endpoint) {
        this.config = config;
        this.endpoint = endpoint;
    }

    Attempt noMajority() {
        return attempt(
                ConnectionFailure.NO_LEADER,
                "the member answers, but its cluster agrees on nothing, as without a majority or a leader",
                "Look at the other members of the cluster. With " + StoreVariable.ETCD_START_ANYWAY.assign("true")
                        + " the store waits for them.");
    }

    Attempt tooSlow(Throwable failure) {
        return attempt(
                ConnectionFailure.TIMEOUT,
                "etcd listens there, but did not answer within the connect timeout of "
                        + config.connectTimeout().toMillis() + " ms: " + failure.getMessage(),
                lookAtTheLoad());
    }

    /** Probed with success, but the connection for calls could not be secured. */
    Attempt notSecured(ConnectionFailure kind, Throwable failure) {
        return attempt(
                kind,
                "the member was probed over TLS, but then ended the handshake of the connection for calls: "
                        + failure.getMessage(),
                "Look at etcd's log, at what stands between (a proxy or balancer with members that differ?), and for keys of another"
                        + " kind than RSA and EC.");
    }

    private static String lookAtTheLoad() {
        return "Look at etcd and at the load of both machines, or raise " + StoreVariable.ETCD_CONNECT_TIMEOUT + ".";
    }

    Attempt doesNotSayWhoItIs() {
        return attempt(
                ConnectionFailure.TIMEOUT,
                "etcd listens there, but did not say to which cluster it belongs within the connect timeout of "
                        + config.connectTimeout().toMillis() + " ms",
                lookAtTheLoad());
    }

    Attempt notAuthenticated() {
        return config.etcd()
                .username()
                .map(user -> attempt(
                        ConnectionFailure.AUTHENTICATION,
                        "etcd does not accept user '" + user + "' with the configured password",
                        "Correct " + StoreVariable.ETCD_USERNAME + " and " + StoreVariable.ETCD_PASSWORD + " (or "
                                + StoreVariable.ETCD_PASSWORD_FILE + ")."))
                .orElseGet(() -> attempt(
                        ConnectionFailure.AUTHENTICATION,
                        "etcd demands a user name and a password, and none are configured",
                        "Set " + StoreVariable.ETCD_USERNAME + " and " + StoreVariable.ETCD_PASSWORD + " (or "
                                + StoreVariable.ETCD_PASSWORD_FILE + ")."));
    }

    /** The name in the client certificate is that of nobody. */
    Attempt unknownUser(String user) {
        return attempt(
                ConnectionFailure.AUTHENTICATION,
                "etcd has no user '" + user + "', which is the common name of the client certificate",
                "Let etcd's root add it, as by etcdctl user add " + user
                        + " --no-password, and grant it a role, or set "
                        + StoreVariable.ETCD_CERTIFICATE_FILE + " and " + StoreVariable.ETCD_PRIVATE_KEY_FILE
                        + " to those of a user, or " + StoreVariable.ETCD_USERNAME + " and "
                        + StoreVariable.ETCD_PASSWORD + ".");
    }

    Attempt notPermitted(String user) {
        String where = config.namespace().isEmpty() ? "" : " in the namespace '" + config.namespace() + "'";
        String prefix = config.namespace().isEmpty() ? "''" : "'" + config.namespace() + "/'";
        return attempt(
                ConnectionFailure.PERMISSION,
                "user '" + user + "' may neither read nor write any key" + where,
                "Let etcd's root give one of the user's roles permission, as by etcdctl role grant-permission ROLE"
                        + " --prefix=true readwrite " + prefix + ", or correct " + StoreVariable.NAMESPACE + " or "
                        + whereTheUserIsFrom() + ".");
    }

    private StoreVariable whereTheUserIsFrom() {
        return config.etcd().username().isPresent() ? StoreVariable.ETCD_USERNAME : StoreVariable.ETCD_CERTIFICATE_FILE;
    }

    /**
     * The member is of another cluster.
     *
     * @param found its cluster
     * @param expected which cluster it should be of, in a clause
     */
    Attempt otherCluster(long found, String expected) {
        return attempt(
                ConnectionFailure.OTHER_CLUSTER,
                "etcd cluster " + Long.toHexString(found) + " answers there, but " + expected
                        + ", and revisions, leases and watches of one mean nothing to another",
                "Name hosts of one cluster in " + StoreVariable.ETCD_HOSTS
                        + ", that which the store is on if it is on any" + ", or close the store and open another.");
    }

    Attempt other(Throwable failure) {
        return attempt(
                ConnectionFailure.OTHER,
                "etcd answers, but not as expected: " + failure.getMessage(),
                "Look at etcd's log, and whether " + StoreVariable.ETCD_HOSTS + " names etcd's client URL.");
    }

    private Attempt attempt(ConnectionFailure kind, String reason, String remedy) {
        return new Attempt(endpoint.toString(), kind, reason, remedy);
    }
}
