package io.gatewaystore.testkit.faults;

import io.gatewaystore.Bytes;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.IoThread;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.MonotonicClock;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.status.StoreStatus;
import io.gatewaystore.watch.Resync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/** Passes calls on to a backend, or does to them what the rules say. */
final class FaultyBackend implements Backend {

    /** A call on its way. */
    private record Asked<T>(
            String purpose,
            boolean write,
            Outcome ifLost,
            Deadline deadline,
            Function<Deadline, CompletableFuture<T>> real) {

        FaultyCall<T> call() {
            return new FaultyCall<>(purpose, () -> real.apply(deadline), ifLost);
        }
    }

    private static final class TimerThread extends Thread implements IoThread {
        TimerThread(Runnable task) {
            super(task, "gateway-store-faults");
            setDaemon(true);
        }
    }

    private final Backend real;
    private final FaultRules rules;
    private final Runnable end;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, TimerThread::new);
    private final Set<FaultyCall<?>> underWay = ConcurrentHashMap.newKeySet();
    private final Set<FaultyWatch> watches = ConcurrentHashMap.newKeySet();

    private final Lock lock = new ReentrantLock();
    private final List<Function<Deadline, CompletableFuture<?>>> heldBack = new ArrayList<>();

    FaultyBackend(Backend real, FaultRules rules, Runnable end) {
        this.real = real;
        this.rules = rules;
        this.end = end;
    }

    /** Makes the writes that were held back, in order, and waits until they are through. */
    int release(Duration patience) {
        List<Function<Deadline, CompletableFuture<?>>> released;
        lock.lock();
        try {
            released = List.copyOf(heldBack);
            heldBack.clear();
        } finally {
            lock.unlock();
        }
        Deadline deadline = Deadline.after(patience);
        for (Function<Deadline, CompletableFuture<?>> write : released) {
            // How it ends nobody is told: its caller has given up long since.
            write.apply(deadline).exceptionally(failure -> null).join();
        }
        return released.size();
    }

    void loseHistory(Resync.Reason reason) {
        // Those of this moment: one that takes the place of another must not lose the same history once more.
        List.copyOf(watches).forEach(watch -> timer.execute(() -> watch.loseHistory(reason)));
    }

    @Override
    public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
        return request(request, deadline, until -> real.range(request, until));
    }

    @Override
    public CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline) {
        return request(request, deadline, until -> real.put(request, until));
    }

    @Override
    public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
        return request(request, deadline, until -> real.delete(request, until));
    }

    @Override
    public CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline) {
        return request(request, deadline, until -> real.txn(request, until));
    }

    private <T> CompletableFuture<T> request(
            Request request, Deadline deadline, Function<Deadline, CompletableFuture<T>> call) {
        boolean write = Calls.isWrite(request);
        String purpose = write ? "a write" : "a read";
        return call(
                calls -> calls.include(request),
                new Asked<>(purpose, write, write ? Outcome.UNKNOWN : Outcome.NOT_APPLIED, deadline, call));
    }

    @Override
    public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
        return call(
                Calls::includeLeases,
                new Asked<>(
                        "the grant of a lease",
                        false,
                        Outcome.NOT_APPLIED,
                        deadline,
                        until -> real.grantLease(ttl, until)));
    }

    @Override
    public CompletableFuture<Long> revokeLease(long lease, Deadline deadline) {
        return call(
                Calls::includeLeases,
                new Asked<>(
                        "the revocation of a lease",
                        false,
                        Outcome.UNKNOWN,
                        deadline,
                        until -> real.revokeLease(lease, until)));
    }

    @Override
    public CompletableFuture<Duration> renewLease(long lease, Deadline deadline) {
        return call(
                Calls::includeLeases,
                new Asked<>(
                        "the renewal of a lease",
                        false,
                        Outcome.UNKNOWN,
                        deadline,
                        until -> real.renewLease(lease, until)));
    }

    @Override
    public CompletableFuture<List<Bytes>> leaseKeys(long lease, Deadline deadline) {
        return call(
                Calls::includeLeases,
                new Asked<>(
                        "the listing of a lease",
                        false,
                        Outcome.NOT_APPLIED,
                        deadline,
                        until -> real.leaseKeys(lease, until)));
    }

    @Override
    public Optional<MonotonicClock> clock() {
        return real.clock();
    }

    private <T> CompletableFuture<T> call(Predicate<Calls> included, Asked<T> asked) {
        Optional<CallFault> fault = rules.next(included);
        if (fault.isEmpty()) {
            return asked.real().apply(asked.deadline());
        }
        FaultyCall<T> call = asked.call();
        track(call);
        inject(fault.get(), call, asked);
        return call;
    }

    private void track(FaultyCall<?> call) {
        underWay.add(call);
        var unused = call.whenComplete((value, failure) -> underWay.remove(call));
    }

    private <T> void inject(CallFault fault, FaultyCall<T> call, Asked<T> asked) {
        switch (fault.kind()) {
            case REFUSED -> call.refused();
            case LOST_REQUEST -> call.lost();
            case LOST_ANSWER ->
                call.make((value, failure) -> {
                    if (failure == null) {
                        call.lost();
                    } else {
                        call.completeExceptionally(FaultyCall.cause(failure));
                    }
                });
            case HELD_BACK -> {
                if (asked.write()) {
                    hold(asked.real()::apply);
                }
                call.lost();
            }
            case LATE_REQUEST -> {
                endByDeadline(call, asked);
                schedule(fault.delay().toNanos(), call::pass);
            }
            case LATE_ANSWER -> {
                endByDeadline(call, asked);
                call.make((value, failure) -> schedule(fault.delay().toNanos(), () -> {
                    if (failure == null) {
                        call.complete(value);
                    } else {
                        call.completeExceptionally(FaultyCall.cause(failure));
                    }
                }));
            }
        }
    }

    private void hold(Function<Deadline, CompletableFuture<?>> write) {
        lock.lock();
        try {
            heldBack.add(write);
        } finally {
            lock.unlock();
        }
    }

    private void endByDeadline(FaultyCall<?> call, Asked<?> asked) {
        schedule(asked.deadline().remainingNanos(), call::late);
    }

    private void schedule(long nanos, Runnable task) {
        try {
            timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The backend is closed, and fails what is under way.
            failUnderWay();
        }
    }

    @Override
    public BackendWatch watch(Request.Watch request, WatchSink sink) {
        FaultyWatch watch = new FaultyWatch(sink, watches::remove);
        watches.add(watch);
        watch.start(real.watch(request, watch));
        return watch;
    }

    @Override
    public Object history() {
        return real.history();
    }

    @Override
    public void reconfigure(StoreConfig config) {
        real.reconfigure(config);
    }

    @Override
    public void describe(StoreStatus.Builder status) {
        real.describe(status);
    }

    @Override
    public void onStateChange(Runnable changed) {
        real.onStateChange(changed);
    }

    @Override
    public Limits limits() {
        return real.limits();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : real.unwrap(type);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        end.run();
        failUnderWay();
    }

    private void failUnderWay() {
        StoreException closed = new StoreClosedException("the store is closed", null, Outcome.UNKNOWN);
        underWay.forEach(call -> call.fail(closed));
    }
}
