package io.gatewaystore.benchmarks;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.WatchOptions;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** This library. */
final class OwnContender implements Contender {

    static final String COALESCED = "store";
    static final String UNCOALESCED = "uncoalesced";

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
    public void watch(String key, Consumer<byte[]> onValue) {
        store.watch(KeyRange.single(key), WatchOptions.fromNow(), changes -> {
            for (Change change : changes) {
                if (change instanceof Change.Put put) {
                    onValue.accept(put.entry().value().toByteArray());
                }
            }
        });
    }

    @Override
    public CompletableFuture<Integer> list(String prefix) {
        return store.list(KeyRange.prefix(prefix))
                .thenApply(listing -> listing.entries().size());
    }

    @Override
    public void close() {
        store.close();
    }
}
