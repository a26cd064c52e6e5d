package io.gatewaystore.etcd;

import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.Deadline;
import io.grpc.Status;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Renews leases, all of a backend over one stream, which is opened when it is needed. However that ends, and if its member goes silent, the renewals that
 * wait for an answer are asked for again over another one, until their deadlines.
 */
final class KeepAlives {

    /** How long a member may say nothing to a renewal before it is asked of another one. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private static final long SHORTEST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final Transport transport;
    private final Timing timing;
    // Also orders the messages of a stream; nobody is called while it is held.
    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final Set<Renewal> waiting = new LinkedHashSet<>();
    private @Nullable KeepAliveStream stream;
    private @Nullable Member last;
    private boolean connecting;
    private boolean closed;
    private int failures;

    KeepAlives(Transport transport, Timing timing) {
        this.transport = transport;
        this.timing = timing;
    }

    /** Lets the time of a lease begin anew, and tells how long it is. */
    CompletableFuture<Duration> renew(long lease, Deadline deadline) {
        Renewal renewal = new Renewal(lease);
        var unused = renewal.whenComplete((granted, failure) -> forget(renewal));
        boolean connect;
        lock.lock();
        try {
            connect = !closed && add(renewal);
        } finally {
            lock.unlock();
        }
        if (!isWaitedFor(renewal)) {
            renewal.completeExceptionally(transport.closedException(Outcome.UNKNOWN));
            return renewal;
        }
        timing.after(Duration.ofNanos(Math.max(0, deadline.remainingNanos())), () -> tooLate(renewal));
        if (connect) {
            connect();
        }
        return renewal;
    }

    /** Sends it if there is a stream, and tells whether one has to be opened first. */
    private boolean add(Renewal renewal) {
        waiting.add(renewal);
        if (stream != null) {
            send(stream, renewal);
            return false;
        }
        boolean connect = !connecting;
        connecting = true;
        return connect;
    }

    private void send(KeepAliveStream over, Renewal renewal) {
        over.send(renewal);
        int heard = over.answers();
        timing.after(PATIENCE, () -> look(over, renewal, heard));
    }

    private boolean isWaitedFor(Renewal renewal) {
        lock.lock();
        try {
            return waiting.contains(renewal);
        } finally {
            lock.unlock();
        }
    }

    private void forget(Renewal renewal) {
        lock.lock();
        try {
            waiting.remove(renewal);
        } finally {
            lock.unlock();
        }
    }

    private void tooLate(Renewal renewal) {
        renewal.completeExceptionally(new DeadlineExceededException(
                renewal.purpose() + ": no answer from "
                        + transport.connections().members() + " within the deadline",
                null,
                Outcome.UNKNOWN));
    }

    /** A stream on which nothing was answered since a renewal was sent is of no use. */
    private void look(KeepAliveStream over, Renewal renewal, int heard) {
        if (isWaitedFor(renewal) && over.answers() == heard && leave(over)) {
            over.member().setAside();
            over.close();
            reconnect();
        }
    }

    // --- connecting ---------------------------------------------------------------------------------------------

    private void connect() {
        Connections via = transport.connections();
        via.tokens().token().whenComplete((token, failure) -> {
            if (failure == null) {
                open(via, token);
            } else if (failure instanceof AuthenticationException denied && via == transport.connections()) {
                giveUp(denied);
            } else {
                connectLater();
            }
        });
    }

    private void open(Connections via, String token) {
        lock.lock();
        try {
            connecting = false;
            if (closed || waiting.isEmpty()) {
                return;
            }
            KeepAliveStream opened =
                    new KeepAliveStream(this, lock, via, via.members().pickOtherThan(last), token);
            stream = opened;
            opened.start();
            waiting.forEach(renewal -> send(opened, renewal));
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(StoreException cause) {
        List<Renewal> all;
        lock.lock();
        try {
            connecting = false;
            all = List.copyOf(waiting);
        } finally {
            lock.unlock();
        }
        all.forEach(renewal -> renewal.completeExceptionally(cause));
    }

    private void reconnect() {
        boolean connect;
        lock.lock();
        try {
            connect = stream == null && !connecting && !waiting.isEmpty() && !closed;
            connecting |= connect;
        } finally {
            lock.unlock();
        }
        if (connect) {
            connectLater();
        }
    }

    private void connectLater() {
        long pause;
        lock.lock();
        try {
            long bound = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << Math.min(failures, 10));
            failures++;
            pause = ThreadLocalRandom.current().nextLong(bound) + 1;
        } finally {
            lock.unlock();
        }
        timing.after(Duration.ofMillis(pause), this::connect);
    }

    // --- what the stream reports --------------------------------------------------------------------------------

    /** An answer came: the stream works. */
    void heard(KeepAliveStream from) {
        lock.lock();
        try {
            if (stream == from) {
                failures = 0;
                last = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The stream is over: who still waits is asked for elsewhere, unless that makes no sense. */
    void ended(KeepAliveStream over, Status status) {
        if (!leave(over)) {
            return;
        }
        boolean tokenRefused = StatusMapper.isTokenRefused(status);
        if (tokenRefused) {
            over.via().tokens().refused(over.token());
        }
        boolean planned = tokenRefused || status.isOk() || over.via() != transport.connections();
        if (!planned && !StatusMapper.isTransient(status)) {
            giveUp(StatusMapper.map(
                    status, new Purpose("renew leases", ""), over.member().toString(), true));
            return;
        }
        if (!planned && status.getCode() == Status.Code.UNAVAILABLE) {
            over.member().setAside();
        }
        reconnect();
    }

    /** Turns away from a stream; false if that was done before. */
    private boolean leave(KeepAliveStream over) {
        lock.lock();
        try {
            if (stream != over) {
                return false;
            }
            stream = null;
            last = over.member();
            return true;
        } finally {
            lock.unlock();
        }
    }

    // --- the end ------------------------------------------------------------------------------------------------

    void close() {
        KeepAliveStream open;
        lock.lock();
        try {
            closed = true;
            open = stream;
            stream = null;
        } finally {
            lock.unlock();
        }
        giveUp(transport.closedException(Outcome.UNKNOWN));
        if (open != null) {
            open.close();
        }
    }

    /** One renewal of one lease, and the future of it. */
    static final class Renewal extends CompletableFuture<Duration> {

        private final long lease;

        Renewal(long lease) {
            this.lease = lease;
        }

        long lease() {
            return lease;
        }

        Purpose purpose() {
            return new Purpose("renew lease", Long.toHexString(lease));
        }
    }
}
