package io.gatewaystore.etcd;

import io.etcd.jetcd.api.ResponseHeader;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.etcd.internal.tls.ClientTls;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.status.StoreStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What calls and streams travel over: the connections of the day, the timer, and the calls under way. */
final class Transport {

    private static final Logger log = LoggerFactory.getLogger(Transport.class);

    private final IoThreads threads;
    private final Set<UnaryCall<?, ?, ?>> underWay = ConcurrentHashMap.newKeySet();
    // Guards the change of connections against the end of the store.
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Connections> retired = new ArrayList<>();
    private final Rounds rounds;
    private final AtomicLong revision = new AtomicLong();
    private volatile Connections current;
    private volatile boolean closed;
    private volatile Runnable listener = () -> {};
    private volatile ObjLongConsumer<ResponseHeader> witness = (header, askedAt) -> {};
    private volatile @Nullable String lastError;

    Transport(StoreConfig config, @Nullable ClientTls tls, IoThreads threads) {
        this.threads = threads;
        this.rounds = new Rounds(threads.timer(), threads.loops(), this::isToBeLookedAfter, this::lookAfter);
        this.current = new Connections(config, tls, threads, this);
    }

    /** The connections of the day. They may be retired at any moment; a call has to hold them. */
    Connections connections() {
        return current;
    }

    ScheduledExecutorService timer() {
        return threads.timer();
    }

    boolean isClosed() {
        return closed;
    }

    /** Starts a call. The future is the call: cancelling it cancels what is on the wire. */
    <Q, A, R> UnaryCall<Q, A, R> call(Rpc<Q, A, R> rpc, Q request, Purpose purpose, Deadline deadline) {
        return start(new UnaryCall<>(this, this::connections, rpc, request, purpose, deadline));
    }

    /** Starts one more copy of a write whose outcome is unknown. */
    <Q, A, R> UnaryCall<Q, A, R> callAgain(Rpc<Q, A, R> rpc, Q request, Purpose purpose, Deadline deadline) {
        return start(new UnaryCall<>(this, this::connections, rpc, request, purpose, deadline).again());
    }

    /** Starts a call that is about certain connections and makes no sense on others. */
    <Q, A, R> CompletableFuture<R> callOn(
            Connections connections, Rpc<Q, A, R> rpc, Q request, Purpose purpose, Deadline deadline) {
        return start(new UnaryCall<>(this, () -> connections, rpc, request, purpose, deadline));
    }

    private <Q, A, R> UnaryCall<Q, A, R> start(UnaryCall<Q, A, R> call) {
        underWay.add(call);
        rounds.begin();
        if (closed) {
            call.closed();
        } else {
            call.start();
        }
        return call;
    }

    void ended(UnaryCall<?, ?, ?> call) {
        underWay.remove(call);
    }

    /** A call ended unserved. */
    void unserved(StoreException failure) {
        if (failure.isRetryable()) {
            lastError = failure.getMessage();
        }
    }

    /** Something else than a call is not served at the moment. */
    void unserved(String problem) {
        lastError = problem;
    }

    void describe(StoreStatus.Builder status) {
        Connections connections = current;
        status.certificates(connections.certificates())
                .state(connections.members().state())
                .members(connections.members().statuses())
                .callsUnderWay(underWay.size())
                .revision(revision.get());
        if (connections.clusterId() != 0) {
            status.cluster(Long.toHexString(connections.clusterId()));
        }
        String error = lastError;
        if (error != null) {
            status.lastError(error);
        }
    }

    private boolean isToBeLookedAfter() {
        return !closed && (!underWay.isEmpty() || current.probing().isNeeded());
    }

    /**
     * Runs on an event loop what may end a call, and so run code of its caller: that may take its time, or wait for another call, whose deadline the timer
     * keeps.
     */
    void handOver(Runnable task) {
        try {
            threads.loops().execute(task);
        } catch (RejectedExecutionException closed) {
            log.trace("the backend was closed, and its calls with it");
        }
    }

    private void lookAfter(long now) {
        underWay.forEach(call -> lookAfter(call, now));
        current.probing().look(now);
    }

    private static void lookAfter(UnaryCall<?, ?, ?> call, long now) {
        try {
            call.look(now);
        } catch (RuntimeException e) {
            log.warn(
                    "a defect: {} could not be looked after and may miss its deadline; other calls are not concerned",
                    call,
                    e);
        }
    }

    // --- what is known of the cluster ---------------------------------------------------------------------------

    /** An answer was true at this revision. */
    void heard(long answered) {
        if (answered > revision.get()) {
            revision.accumulateAndGet(answered, Math::max);
        }
    }

    /** A call that was made at some time was answered. */
    void answered(ResponseHeader header, long askedAt) {
        witness.accept(header, askedAt);
    }

    /** Lets somebody know of every answer, and when it was asked for ({@link System#nanoTime()}). */
    void onAnswer(ObjLongConsumer<ResponseHeader> task) {
        witness = task;
    }

    /** The newest revision that was heard of, 0 if none was. */
    long revision() {
        return revision.get();
    }

    /** A linearizable read that began when a newer revision was known was answered with an older one: history was rewound. */
    void rewound(long known, long answered) {
        revision.compareAndSet(known, answered);
    }

    /** What was known is of a history that is gone; a member has begun to tell of another. A revision that is of that already stays. */
    void historyLost(long known, long told) {
        revision.updateAndGet(current -> current >= known && told < known ? told : current);
    }

    /** When this process was last held up, by a long collection of garbage for instance. */
    long heldUpAt() {
        return rounds.heldUpAt();
    }

    /** The health of a member has changed. */
    void healthChanged() {
        rounds.begin();
        listener.run();
    }

    void onHealthChange(Runnable task) {
        listener = task;
    }

    StoreClosedException closedException(Outcome outcome) {
        return new StoreClosedException("the store was closed", null, outcome);
    }

    // --- other connections --------------------------------------------------------------------------------------

    /** Makes connections that nothing travels over yet but what is {@linkplain #callOn sent over them}. */
    Connections connect(StoreConfig config, @Nullable ClientTls tls) {
        return new Connections(config, tls, threads, this).onTrial();
    }

    /**
     * Lets everything that begins from now on travel over other connections, and retires those of before.
     *
     * @throws StoreClosedException if the store has been closed; the connections are the caller's to close then
     */
    void replace(Connections fresh) {
        Connections before;
        lock.lock();
        try {
            if (closed) {
                throw closedException(Outcome.NOT_APPLIED);
            }
            before = current;
            retired.removeIf(Connections::areClosed);
            retired.add(before);
            current = fresh;
            fresh.takeOver();
        } finally {
            lock.unlock();
        }
        before.retire();
        healthChanged();
    }

    // --- the end ------------------------------------------------------------------------------------------------

    /** Fails the calls under way; later ones fail at once. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        underWay.forEach(UnaryCall::closed);
    }

    /** Ends what is left of connections, present and past, after the close. */
    void disconnect() {
        List<Connections> left;
        lock.lock();
        try {
            left = new ArrayList<>(retired);
            left.add(current);
        } finally {
            lock.unlock();
        }
        left.forEach(Connections::close);
    }
}
