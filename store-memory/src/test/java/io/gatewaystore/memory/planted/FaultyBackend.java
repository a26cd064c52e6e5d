package io.gatewaystore.memory.planted;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.MonotonicClock;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.status.StoreStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A backend that passes everything on to a sound one. A fault overrides a verb, or what is asked or answered, be it by itself or within a
 * transaction; by itself this class has none.
 */
class FaultyBackend implements Backend {

    static final Deadline NEVER = Deadline.after(Duration.ofHours(1));

    final Backend sound;

    FaultyBackend(Backend sound) {
        this.sound = sound;
    }

    // --- for faults to override ---------------------------------------------------------------------------------

    Request.Range asked(Request.Range request) {
        return request;
    }

    Request.Put asked(Request.Put request) {
        return request;
    }

    Request.Delete asked(Request.Delete request) {
        return request;
    }

    /** The requests within have been changed already. */
    Request.Txn asked(Request.Txn request) {
        return request;
    }

    Request.Watch asked(Request.Watch request) {
        return request;
    }

    Response.Range answered(Request.Range request, Response.Range answer) {
        return answer;
    }

    Response.Put answered(Request.Put request, Response.Put answer) {
        return answer;
    }

    Response.Delete answered(Request.Delete request, Response.Delete answer) {
        return answer;
    }

    /** The answers within have been changed already. */
    Response.Txn answered(Request.Txn request, Response.Txn answer) {
        return answer;
    }

    WatchSink told(Request.Watch request, WatchSink sink) {
        return sink;
    }

    // --- what faults need to know -------------------------------------------------------------------------------

    /** What there really is. */
    final List<RawEntry> now(KeyRange range) {
        return sound.range(new Request.Range(range, 0, 0, false, Request.Shape.ENTRIES), NEVER)
                .join()
                .entries();
    }

    /** What the store's revision really is. */
    final long revision() {
        return sound.range(new Request.Range(KeyRange.all(), 0, 0, false, Request.Shape.COUNT_ONLY), NEVER)
                .join()
                .revision();
    }

    // --- a backend ----------------------------------------------------------------------------------------------

    @Override
    public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
        return sound.range(asked(request), deadline).thenApply(answer -> answered(request, answer));
    }

    @Override
    public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
        return sound.put(asked(request), deadline).thenApply(answer -> answered(request, answer));
    }

    @Override
    public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
        return sound.delete(asked(request), deadline).thenApply(answer -> answered(request, answer));
    }

    @Override
    public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
        return sound.txn(askedWithin(request), deadline).thenApply(answer -> answeredWithin(request, answer));
    }

    private Request.Txn askedWithin(Request.Txn request) {
        return asked(
                new Request.Txn(request.compares(), askedWithin(request.then()), askedWithin(request.otherwise())));
    }

    private List<Request> askedWithin(List<Request> requests) {
        return requests.stream().map(this::askedOne).toList();
    }

    private Request askedOne(Request request) {
        if (request instanceof Request.Range range) {
            return asked(range);
        }
        if (request instanceof Request.Put put) {
            return asked(put);
        }
        return request instanceof Request.Delete delete ? asked(delete) : askedWithin((Request.Txn) request);
    }

    private Response.Txn answeredWithin(Request.Txn request, Response.Txn answer) {
        List<Request> requests = answer.succeeded() ? request.then() : request.otherwise();
        List<Response> responses = new ArrayList<>();
        for (int i = 0; i < answer.responses().size(); i++) {
            responses.add(answeredOne(requests.get(i), answer.responses().get(i)));
        }
        return answered(request, new Response.Txn(answer.revision(), answer.succeeded(), responses));
    }

    private Response answeredOne(Request request, Response answer) {
        if (request instanceof Request.Range range) {
            return answered(range, (Response.Range) answer);
        }
        if (request instanceof Request.Put put) {
            return answered(put, (Response.Put) answer);
        }
        return request instanceof Request.Delete delete
                ? answered(delete, (Response.Delete) answer)
                : answeredWithin((Request.Txn) request, (Response.Txn) answer);
    }

    @Override
    public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
        return sound.grantLease(ttl, deadline);
    }

    @Override
    public CompletableFuture<Long> revokeLease(long lease, Deadline deadline) {
        return sound.revokeLease(lease, deadline);
    }

    @Override
    public CompletableFuture<Duration> renewLease(long lease, Deadline deadline) {
        return sound.renewLease(lease, deadline);
    }

    @Override
    public CompletableFuture<List<Bytes>> leaseKeys(long lease, Deadline deadline) {
        return sound.leaseKeys(lease, deadline);
    }

    @Override
    public Optional<MonotonicClock> clock() {
        return sound.clock();
    }

    @Override
    public BackendWatch watch(Request.Watch request, WatchSink sink) {
        return sound.watch(asked(request), told(request, sink));
    }

    @Override
    public void reconfigure(StoreConfig config) {
        sound.reconfigure(config);
    }

    @Override
    public Limits limits() {
        return sound.limits();
    }

    @Override
    public void describe(StoreStatus.Builder status) {
        sound.describe(status);
    }

    @Override
    public void onStateChange(Runnable changed) {
        sound.onStateChange(changed);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : sound.unwrap(type);
    }

    @Override
    public void close() {
        sound.close();
    }
}
