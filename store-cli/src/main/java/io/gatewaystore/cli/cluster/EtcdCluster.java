package io.gatewaystore.cli.cluster;

import io.gatewaystore.cli.console.CommandContext;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.config.StoreVariable;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConfigurationException.Problem;
import io.gatewaystore.etcd.admin.ClusterAdmin;
import java.util.List;

/** The cluster that the configuration names. */
record EtcdCluster(StoreConfig config) {

    /** The cluster of a command, whose configuration must be one of etcd. */
    static EtcdCluster of(CommandContext context) {
        StoreConfig config = context.config();
        if (!config.backend().equals("etcd")) {
            throw new ConfigurationException(List.of(new Problem(
                    StoreVariable.BACKEND.variableName(),
                    config.source(StoreVariable.BACKEND),
                    "'" + config.backend() + "' has no members to look at; set " + StoreVariable.BACKEND.assign("etcd")
                            + ", or name a cluster with --endpoints")));
        }
        return new EtcdCluster(config);
    }

    ClusterAdmin admin() {
        return ClusterAdmin.open(config);
    }

    /** An endpoint as etcd's own tool shows it, with the scheme that is in effect. */
    String url(Endpoint endpoint) {
        return (config.etcd().tls().isPresent() ? "https://" : "http://") + endpoint;
    }
}
