package io.gatewaystore.internal;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.MonotonicClock;
import io.gatewaystore.spi.Request;
import io.gatewaystore.status.StoreState;
import io.gatewaystore.status.StoreStatus;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all views of one opened store share: its backend, its threads, its watches and its end. */
final class StoreCore {

    private static final Logger log = LoggerFactory.getLogger(StoreCore.class);

    private final Backend backend;
    private final ListenerThreads threads = new ListenerThreads();
    private final Readings readings = new Readings(threads);
    private final WriteOrder order = new WriteOrder(threads.timer(), threads);
    private final OwnWrites ownWrites = new OwnWrites();
    private final Set<StoreWatch> watches = ConcurrentHashMap.newKeySet();
    private final Set<UpdateLoop> updates = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LiveConfig config;
    private final AtomicLong foreignKeys = new AtomicLong();
    private final StateChanges stateChanges;
    private final MonotonicClock clock;
    private final Sessions sessions = new Sessions(this);

    StoreCore(Backend backend, StoreConfig config) {
        this.backend = backend;
        this.config = new LiveConfig(backend, config, threads);
        this.clock = backend.clock().orElseGet(() -> new RealClock(threads));
        this.stateChanges = new StateChanges(this::status, threads);
        backend.onStateChange(stateChanges::changed);
    }

    Backend backend() {
        return backend;
    }

    /** What the store goes by at the moment. */
    LiveConfig config() {
        return config;
    }

    /** Where user code runs: listeners and the functions of read-modify-writes. */
    Executor executor() {
        return threads;
    }

    /** The clock by which leases expire. */
    MonotonicClock clock() {
        return clock;
    }

    Sessions sessions() {
        return sessions;
    }

    ListenerThreads threads() {
        return threads;
    }

    Readings readings() {
        return readings;
    }

    boolean isClosed() {
        return closed.get();
    }

    StoreStatus status() {
        StoreStatus.Builder status = StoreStatus.builder(backend.getClass().getSimpleName());
        backend.describe(status);
        status.watches(watches.stream().map(StoreWatch::status).toList());
        if (isClosed()) {
            status.state(StoreState.CLOSED);
        }
        return status.build();
    }

    StateChanges stateChanges() {
        return stateChanges;
    }

    StoreClosedException closedException() {
        return new StoreClosedException("the store is closed", null, Outcome.NOT_APPLIED);
    }

    /** What this opened store has written, for the replicas in it. */
    OwnWrites ownWrites() {
        return ownWrites;
    }

    /**
     * Makes a write, if it is not too large, when the earlier ones to its keys have ended.
     *
     * @param revision tells the revision that a result made, 0 if it made none
     */
    <T> CompletableFuture<T> inTurn(
            Request request, Deadline deadline, Supplier<CompletableFuture<T>> write, ToLongFunction<T> revision) {
        return RequestLimits.measured(backend.limits(), request, () -> {
            Footprint footprint = Footprint.of(request);
            return order.submit(
                    footprint, deadline, write, result -> ownWrites.record(footprint, revision.applyAsLong(result)));
        });
    }

    void register(UpdateLoop update) {
        updates.add(update);
    }

    void unregister(UpdateLoop update) {
        updates.remove(update);
    }

    void register(StoreWatch watch) {
        watches.add(watch);
        // The store may have been closed between the caller's check and this registration.
        if (isClosed()) {
            watch.fail(closedException());
        }
    }

    void unregister(StoreWatch watch) {
        watches.remove(watch);
    }

    /** Counts a key of somebody else's that is not UTF-8, and says so once. */
    void skippedForeignKey() {
        if (foreignKeys.getAndIncrement() == 0) {
            log.warn(
                    "the store holds keys that are not UTF-8, written by others; they are left out of listings and watches");
        }
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            config.close(closedException());
            sessions.close();
            watches.forEach(watch -> watch.fail(closedException()));
            order.close(closedException());
            backend.close();
            // Only now: what they still try to send is refused.
            updates.forEach(update -> update.fail(closedException()));
            stateChanges.changed();
            threads.close();
        }
    }
}
