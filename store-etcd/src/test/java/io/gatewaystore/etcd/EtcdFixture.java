package io.gatewaystore.etcd;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.contract.StoreFixture;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import java.time.Duration;

/** Stores on an etcd that the tests of a class share. */
record EtcdFixture(EtcdExtension etcd, boolean coalescing) implements StoreFixture {

    /** The contract is not about speed, and the first test of a busy machine loads many classes. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    EtcdFixture(EtcdExtension etcd) {
        this(etcd, true);
    }

    @Override
    public Store open() {
        return Store.open(config());
    }

    @Override
    public StoreConfig config() {
        return StoreConfig.builder()
                .environment(etcd.environment())
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .coalescing(coalescing)
                .build();
    }

    @Override
    public void compact(long revision) {
        etcd.compact(revision);
    }
}
