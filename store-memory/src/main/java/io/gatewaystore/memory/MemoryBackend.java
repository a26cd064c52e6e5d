package io.gatewaystore.memory;

import io.gatewaystore.Bytes;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.MonotonicClock;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.status.StoreStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One store's door to a cluster: it can be closed without the others noticing. Every request is served on the caller's thread before the call
 * returns.
 */
final class MemoryBackend implements Backend {

    private final MemoryCluster cluster;
    private final Engine engine;
    private final Set<MemoryWatch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    MemoryBackend(MemoryCluster cluster, Engine engine) {
        this.cluster = cluster;
        this.engine = engine;
    }

    @Override
    public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
        return serve(deadline, () -> engine.range(request));
    }

    @Override
    public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
        return serve(deadline, () -> engine.write(transaction -> transaction.put(request)));
    }

    @Override
    public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
        return serve(deadline, () -> engine.write(transaction -> transaction.delete(request)));
    }

    @Override
    public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
        return serve(deadline, () -> engine.write(transaction -> transaction.run(request)));
    }

    @Override
    public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
        return serve(deadline, () -> engine.grant(ttl));
    }

    @Override
    public CompletableFuture<Long> revokeLease(long lease, Deadline deadline) {
        return serve(deadline, () -> engine.revoke(lease));
    }

    @Override
    public CompletableFuture<Duration> renewLease(long lease, Deadline deadline) {
        return serve(deadline, () -> engine.renew(lease));
    }

    @Override
    public CompletableFuture<List<Bytes>> leaseKeys(long lease, Deadline deadline) {
        return serve(deadline, () -> engine.leaseKeys(lease));
    }

    @Override
    public Optional<MonotonicClock> clock() {
        return Optional.of(engine.clock());
    }

    private <T> CompletableFuture<T> serve(Deadline deadline, Supplier<T> request) {
        if (closed) {
            return CompletableFuture.failedFuture(closedException());
        }
        if (deadline.isPast()) {
            return CompletableFuture.failedFuture(new DeadlineExceededException(
                    "the deadline had passed before the call was made; give it more time", null, Outcome.NOT_APPLIED));
        }
        try {
            return CompletableFuture.completedFuture(request.get());
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public BackendWatch watch(Request.Watch request, WatchSink sink) {
        MemoryWatch watch = engine.watch(request, sink, watches::remove);
        watches.add(watch);
        // Closing tells all watches it finds, and this one may have come too late to be found.
        if (closed) {
            watch.fail(closedException());
        } else {
            engine.start(watch);
        }
        return watch;
    }

    /** Nothing that a configuration says is about memory, so any will do. */
    @Override
    public void reconfigure(StoreConfig config) {
        if (closed) {
            throw closedException();
        }
    }

    @Override
    public Limits limits() {
        return Limits.etcdDefaults();
    }

    @Override
    public void describe(StoreStatus.Builder status) {
        status.backend("memory").cluster(cluster.id()).revision(engine.revision());
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(cluster) ? Optional.of(type.cast(cluster)) : Backend.super.unwrap(type);
    }

    @Override
    public void close() {
        closed = true;
        watches.forEach(watch -> watch.fail(closedException()));
    }

    private static StoreClosedException closedException() {
        return new StoreClosedException("the store is closed", null, Outcome.NOT_APPLIED);
    }
}
