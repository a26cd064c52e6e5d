package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.txn.Compare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A backend whose every write is made on a condition. There are three kinds of write, so what is built on backends cannot get around it.
 *
 * <p>A transaction that only reads if it does not succeed gets the condition beside its own, so that one which names a modRevision still does so in its
 * first line and may be made again. Any other is nested in one that has the condition.
 */
final class FencedBackend implements Backend {

    private final Backend backend;
    private final Compare condition;
    private final Fence fence;

    /**
     * Puts a fence around a backend.
     *
     * @param condition the fence's, in whole keys
     */
    FencedBackend(Backend backend, Compare condition, Fence fence) {
        this.backend = backend;
        this.condition = condition;
        this.fence = fence;
    }

    @Override
    public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
        return within(
                request, deadline, answer -> (Response.Put) answer.responses().get(0));
    }

    @Override
    public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
        return within(request, deadline, answer ->
                (Response.Delete) answer.responses().get(0));
    }

    @Override
    public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
        if (Footprint.of(request).isEmpty()) {
            return backend.txn(request, deadline);
        }
        boolean readsOtherwise = Footprint.of(new Request.Txn(List.of(), List.of(), request.otherwise()))
                .isEmpty();
        return readsOtherwise ? beside(request, deadline) : within(request, deadline, FencedBackend::nested);
    }

    /** A backend may state the revision once, for the whole. */
    private static Response.Txn nested(Response.Txn answer) {
        Response.Txn inner = (Response.Txn) answer.responses().get(0);
        return new Response.Txn(answer.revision(), inner.succeeded(), inner.responses());
    }

    private <T> CompletableFuture<T> within(Request write, Deadline deadline, Function<Response.Txn, T> result) {
        return send(new Request.Txn(List.of(condition), List.of(write), List.of()), deadline, answer -> {
            if (!answer.succeeded()) {
                throw fence.broken();
            }
            return result.apply(answer);
        });
    }

    private CompletableFuture<Response.Txn> beside(Request.Txn write, Deadline deadline) {
        List<Compare> compares = new ArrayList<>(write.compares());
        compares.add(condition);
        List<Request> otherwise = new ArrayList<>(write.otherwise());
        otherwise.add(new Request.Txn(List.of(condition), List.of(), List.of()));
        return send(new Request.Txn(compares, write.then(), otherwise), deadline, answer -> {
            if (answer.succeeded()) {
                return answer;
            }
            int last = write.otherwise().size();
            if (!((Response.Txn) answer.responses().get(last)).succeeded()) {
                throw fence.broken();
            }
            return new Response.Txn(answer.revision(), false, answer.responses().subList(0, last));
        });
    }

    private <T> CompletableFuture<T> send(Request.Txn fenced, Deadline deadline, Function<Response.Txn, T> result) {
        if (!fence.mayHold()) {
            return CompletableFuture.failedFuture(fence.broken());
        }
        return RequestLimits.measured(
                backend.limits(), fenced, () -> LinkedFuture.map(backend.txn(fenced, deadline), result));
    }

    // --- what the fence does not concern ------------------------------------------------------------------------

    @Override
    public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
        return backend.range(request, deadline);
    }

    @Override
    public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
        return backend.grantLease(ttl, deadline);
    }

    @Override
    public CompletableFuture<Long> revokeLease(long lease, Deadline deadline) {
        return backend.revokeLease(lease, deadline);
    }

    @Override
    public CompletableFuture<Duration> renewLease(long lease, Deadline deadline) {
        return backend.renewLease(lease, deadline);
    }

    @Override
    public CompletableFuture<List<Bytes>> leaseKeys(long lease, Deadline deadline) {
        return backend.leaseKeys(lease, deadline);
    }

    @Override
    public BackendWatch watch(Request.Watch request, WatchSink sink) {
        return backend.watch(request, sink);
    }

    @Override
    public Object history() {
        return backend.history();
    }

    @Override
    public Limits limits() {
        return backend.limits();
    }

    @Override
    public void close() {
        backend.close();
    }
}
