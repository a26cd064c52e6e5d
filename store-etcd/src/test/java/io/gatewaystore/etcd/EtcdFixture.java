package io.gatewaystore.etcd;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.contract.StoreFixture;
import io.gatewaystore.testkit.etcd.EtcdExtension;

/** Stores on an etcd that the tests of a class share. */
record EtcdFixture(EtcdExtension etcd) implements StoreFixture {

    @Override
    public Store open() {
        return Store.open(StoreConfig.builder().environment(etcd.environment()).build());
    }

    @Override
    public void compact(long revision) {
        etcd.compact(revision);
    }
}
