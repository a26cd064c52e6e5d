package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** A backend that serves nothing and takes every configuration that it is not told to refuse. */
final class ReconfigurableBackend implements Backend {

    private final List<StoreConfig> taken = new CopyOnWriteArrayList<>();
    private final Queue<StoreException> refusals = new ConcurrentLinkedQueue<>();

    /** The configurations it has gone over to, in order. */
    List<StoreConfig> taken() {
        return taken;
    }

    void refuseNext(StoreException refusal) {
        refusals.add(refusal);
    }

    @Override
    public void reconfigure(StoreConfig config) {
        StoreException refusal = refusals.poll();
        if (refusal != null) {
            throw refusal;
        }
        taken.add(config);
    }

    @Override
    public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Long> revokeLease(long lease, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Duration> renewLease(long lease, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<List<Bytes>> leaseKeys(long lease, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public BackendWatch watch(Request.Watch request, WatchSink sink) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Limits limits() {
        return Limits.etcdDefaults();
    }

    @Override
    public void close() {}
}
