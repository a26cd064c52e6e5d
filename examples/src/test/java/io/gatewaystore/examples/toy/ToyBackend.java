package io.gatewaystore.examples.toy;

import io.gatewaystore.Bytes;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.NotSupportedException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.status.StoreStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** One user's access to a {@link ToyMap}. Everything is answered at once, on the thread that asks, so no deadline is ever missed. */
final class ToyBackend implements Backend {

    private final ToyMap map;
    private volatile boolean closed;

    ToyBackend(ToyMap map) {
        this.map = map;
    }

    @Override
    public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
        return answer(deadline, () -> map.range(request));
    }

    @Override
    public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
        return answer(deadline, () -> (Response.Put) map.write(request));
    }

    @Override
    public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
        return answer(deadline, () -> (Response.Delete) map.write(request));
    }

    @Override
    public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
        return answer(deadline, () -> (Response.Txn) map.write(request));
    }

    @Override
    public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
        return CompletableFuture.failedFuture(noLeases());
    }

    @Override
    public CompletableFuture<Long> revokeLease(long lease, Deadline deadline) {
        return CompletableFuture.failedFuture(noLeases());
    }

    @Override
    public CompletableFuture<Duration> renewLease(long lease, Deadline deadline) {
        return CompletableFuture.failedFuture(noLeases());
    }

    @Override
    public CompletableFuture<List<Bytes>> leaseKeys(long lease, Deadline deadline) {
        return CompletableFuture.failedFuture(noLeases());
    }

    @Override
    public BackendWatch watch(Request.Watch request, WatchSink sink) {
        BackendWatch watch = map.watch(this, request, sink);
        if (closed) {
            map.endWatches(this, closedException());
        }
        return watch;
    }

    @Override
    public Limits limits() {
        return Limits.etcdDefaults();
    }

    /** Revisions mean nothing on another map. */
    @Override
    public void describe(StoreStatus.Builder status) {
        status.cluster(Integer.toHexString(System.identityHashCode(map)));
    }

    @Override
    public void close() {
        closed = true;
        map.endWatches(this, closedException());
    }

    private <T> CompletableFuture<T> answer(Deadline deadline, Supplier<T> request) {
        if (closed) {
            return CompletableFuture.failedFuture(closedException());
        }
        if (deadline.isPast()) {
            return CompletableFuture.failedFuture(
                    new DeadlineExceededException("the deadline has passed", null, Outcome.NOT_APPLIED));
        }
        try {
            return CompletableFuture.completedFuture(request.get());
        } catch (StoreException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static StoreException closedException() {
        return new StoreClosedException("the store is closed", null, Outcome.NOT_APPLIED);
    }

    private static StoreException noLeases() {
        return new NotSupportedException(
                "the backend toy has no TTLs; write without one, or choose another backend", null);
    }
}
