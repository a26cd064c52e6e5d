package io.gatewaystore.benchmarks;

import java.util.concurrent.CompletableFuture;

/** A client of etcd under measurement. Its threads and connections are its own. */
interface Contender extends AutoCloseable {

    String name();

    /** Reads a key that exists. */
    CompletableFuture<?> get(String key);

    CompletableFuture<?> put(String key, byte[] value);

    /** Writes a key that does not exist. */
    CompletableFuture<?> create(String key, byte[] value);

    @Override
    void close();
}
