package io.gatewaystore.internal;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that answers when a test says so, and what it says. */
final class ScriptedBackend implements Backend {

    /** Longer than any test takes. */
    static final Duration NEVER = Duration.ofMinutes(10);

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<Begun> begun = new LinkedBlockingQueue<>();
    private final AtomicInteger openWatches = new AtomicInteger();

    /** A request that waits for its answer: a {@link Request}, or the text of what concerns a lease. */
    record Call(Object request, CompletableFuture<Object> answer) {

        Request.Put put() {
            return (Request.Put) request;
        }

        Request.Txn txn() {
            return (Request.Txn) request;
        }

        Request.Range range() {
            return (Request.Range) request;
        }

        void answer(Object value) {
            answer.complete(value);
        }

        void fail(Throwable failure) {
            answer.completeExceptionally(failure);
        }
    }

    /** A store over it. */
    AsyncStore store() {
        StoreConfig config = StoreConfig.builder()
                .environment(Map.of())
                .requestTimeout(NEVER)
                .build();
        return Stores.over(this, config).async();
    }

    /** A watch, and what it reports to. */
    record Begun(Request.Watch request, WatchSink sink) {}

    /** The next watch somebody began. */
    Begun acceptWatch() {
        try {
            Begun watch = begun.poll(20, TimeUnit.SECONDS);
            if (watch == null) {
                throw new AssertionError("no watch was begun within 20 s");
            }
            return watch;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next request somebody made. */
    Call accept() {
        try {
            Call call = calls.poll(20, TimeUnit.SECONDS);
            if (call == null) {
                throw new AssertionError("no request came within 20 s");
            }
            return call;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next request, which must be this one. */
    Call accept(Object request) {
        Call call = accept();
        if (!call.request().equals(request)) {
            throw new AssertionError("expected " + request + ", but came " + call.request());
        }
        return call;
    }

    boolean isIdle() {
        return calls.isEmpty();
    }

    /** Watches that were begun and not closed. They report what a test lets them. */
    int openWatches() {
        return openWatches.get();
    }

    static String grant(Duration ttl) {
        return "grant " + ttl;
    }

    static String revoke(long lease) {
        return "revoke " + lease;
    }

    static Request.Put put(String key, String value, long lease) {
        return new Request.Put(Bytes.utf8(key), Bytes.utf8(value), lease, false);
    }

    @SuppressWarnings("unchecked") // A test that answers with the wrong type fails, as it should.
    private <T> CompletableFuture<T> call(Object request) {
        Call call = new Call(request, new CompletableFuture<>());
        calls.add(call);
        return (CompletableFuture<T>) call.answer();
    }

    @Override
    public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
        return call(request);
    }

    @Override
    public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
        return call(request);
    }

    @Override
    public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
        return call(request);
    }

    @Override
    public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
        return call(request);
    }

    @Override
    public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
        return call(grant(ttl));
    }

    @Override
    public CompletableFuture<Long> revokeLease(long lease, Deadline deadline) {
        return call(revoke(lease));
    }

    @Override
    public CompletableFuture<Duration> renewLease(long lease, Deadline deadline) {
        return call("renew " + lease);
    }

    @Override
    public CompletableFuture<List<Bytes>> leaseKeys(long lease, Deadline deadline) {
        return call("keys of " + lease);
    }

    @Override
    public BackendWatch watch(Request.Watch request, WatchSink sink) {
        openWatches.incrementAndGet();
        begun.add(new Begun(request, sink));
        return new BackendWatch() {
            @Override
            public void requestProgress() {}

            @Override
            public void close() {
                openWatches.decrementAndGet();
            }
        };
    }

    @Override
    public Limits limits() {
        return Limits.etcdDefaults();
    }

    @Override
    public void close() {
        List.copyOf(calls)
                .forEach(call -> call.fail(new StoreClosedException("the store is closed", null, Outcome.UNKNOWN)));
    }
}
