package io.gatewaystore.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A client of etcd under measurement. Its threads and connections are its own. */
interface Contender extends AutoCloseable {

    String name();

    /** Reads a key that exists. */
    CompletableFuture<?> get(String key);

    CompletableFuture<?> put(String key, byte[] value);

    /** Writes a key that does not exist. */
    CompletableFuture<?> create(String key, byte[] value);

    /** Watches a key until the contender is closed, from about now on. */
    void watch(String key, Consumer<byte[]> onValue);

    /** Reads all keys that begin with a prefix, in the way that is meant for it. Returns how many there are. */
    CompletableFuture<Integer> list(String prefix);

    @Override
    void close();
}
