package io.gatewaystore.testkit.etcd;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.faults.FaultProxy;
import java.util.List;
import java.util.Map;

/**
 * Proxies before the client ports of a cluster's members, one for each.
 *
 * <pre>{@code
 * EtcdProxies proxies = etcd.cluster().throughProxies();
 * try (Store store = Store.open(proxies.config())) {
 *     proxies.before(etcd.cluster().leader()).set(Traffic.stalled());
 *     ...
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class EtcdProxies implements AutoCloseable {

    private final EtcdCluster cluster;
    private final List<FaultProxy> proxies;

    private EtcdProxies(EtcdCluster cluster) {
        this.cluster = cluster;
        this.proxies = cluster.members().stream()
                .map(member -> FaultProxy.before(member.endpoint()))
                .toList();
    }

    static EtcdProxies open(EtcdCluster cluster) {
        return new EtcdProxies(cluster);
    }

    /**
     * Returns the proxies.
     *
     * @return one for each member, in their order
     */
    public List<FaultProxy> all() {
        return proxies;
    }

    /**
     * Returns one proxy.
     *
     * @param index the member's index, from zero
     * @return the proxy before that member
     */
    public FaultProxy get(int index) {
        return proxies.get(index);
    }

    /**
     * Returns the proxy before a member.
     *
     * @param member a member of the cluster
     * @return its proxy
     * @throws IllegalArgumentException if it is none of the cluster's
     */
    public FaultProxy before(EtcdMember member) {
        int index = cluster.members().indexOf(member);
        if (index < 0) {
            throw new IllegalArgumentException("member: " + member + " (expected: one of " + cluster.members() + ")");
        }
        return proxies.get(index);
    }

    /**
     * Returns where clients reach the members through the proxies.
     *
     * @return for each member host and port
     */
    public List<String> endpoints() {
        return proxies.stream().map(FaultProxy::endpoint).toList();
    }

    /**
     * Returns {@link EtcdCluster#config()}, through the proxies.
     *
     * @return the configuration, for {@link io.gatewaystore.Store#open(StoreConfig)}
     */
    public StoreConfig config() {
        return StoreConfig.builder().environment(environment()).build();
    }

    /**
     * Returns {@link EtcdCluster#environment()}, through the proxies.
     *
     * @return {@code GATEWAY_STORE_*} names and values
     */
    public Map<String, String> environment() {
        return cluster.environment(cluster.tls(), endpoints());
    }

    /** Ends all faults of all proxies. */
    public void heal() {
        proxies.forEach(FaultProxy::heal);
    }

    /** Closes the proxies. May be called more than once. */
    @Override
    public void close() {
        proxies.forEach(FaultProxy::close);
    }
}
