package io.gatewaystore.jetcd;

import io.etcd.jetcd.Auth;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Cluster;
import io.etcd.jetcd.Election;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Lease;
import io.etcd.jetcd.Lock;
import io.etcd.jetcd.Maintenance;
import io.etcd.jetcd.Watch;

/** jetcd's own client, whose end is also the end of its calls on the store's connections. */
final class StoreClient implements Client {

    private final Client jetcd;
    private final StoreCalls calls;

    StoreClient(Client jetcd, StoreCalls calls) {
        this.jetcd = jetcd;
        this.calls = calls;
    }

    @Override
    public Auth getAuthClient() {
        return jetcd.getAuthClient();
    }

    @Override
    public KV getKVClient() {
        return jetcd.getKVClient();
    }

    @Override
    public Cluster getClusterClient() {
        return jetcd.getClusterClient();
    }

    @Override
    public Maintenance getMaintenanceClient() {
        return jetcd.getMaintenanceClient();
    }

    @Override
    public Lease getLeaseClient() {
        return jetcd.getLeaseClient();
    }

    @Override
    public Lock getLockClient() {
        return jetcd.getLockClient();
    }

    @Override
    public Watch getWatchClient() {
        return jetcd.getWatchClient();
    }

    @Override
    public Election getElectionClient() {
        return jetcd.getElectionClient();
    }

    @Override
    public void close() {
        // Its watches and renewals first: they end their calls themselves, and send no more.
        jetcd.close();
        calls.close();
    }
}
