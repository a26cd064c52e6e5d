package io.gatewaystore.benchmarks;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import java.util.concurrent.CompletableFuture;

/** This library. */
final class OwnContender implements Contender {

    private final String name;
    private final AsyncStore store;

    OwnContender(String name, StoreConfig config) {
        this.name = name;
        this.store = Store.open(config).async();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletableFuture<?> get(String key) {
        return store.get(key);
    }

    @Override
    public CompletableFuture<?> put(String key, byte[] value) {
        return store.put(key, Bytes.copyOf(value));
    }

    @Override
    public CompletableFuture<?> create(String key, byte[] value) {
        return store.create(key, Bytes.copyOf(value));
    }

    @Override
    public void close() {
        store.close();
    }
}
