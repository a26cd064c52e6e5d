package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.Subscription;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.error.SessionLostException;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.session.SessionListener;
import io.gatewaystore.session.SessionState;
import io.gatewaystore.session.SessionStatus;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.MonotonicClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session as all views of its store share it: the lease, its renewal, its loss and the lease after that.
 *
 * <p>Invariant: while {@code lease} is not 0, the store deletes nothing that hangs on it before {@code validUntil}. That only ever moves to the sending time of an
 * acknowledged renewal plus what was granted, less a margin; once it has been found to be past, the lease is not used any more, whatever answers still come.
 */
final class SessionLife {

    private static final Logger log = LoggerFactory.getLogger(SessionLife.class);

    private static final int RENEWALS_PER_TTL = 3;
    private static final int RETRIES_PER_TTL = 15;
    /** The part of the TTL that the client gives away, for clocks that do not run alike. */
    private static final int MARGIN_PER_TTL = 20;

    private static final Duration PATIENCE_AFTER_A_LOSS = Duration.ofSeconds(5);

    private final StoreCore core;
    private final Backend backend;
    private final MonotonicClock clock;
    private final Duration ttl;
    private final BoundKeys keys = new BoundKeys();
    private final LeaseSweep sweep;
    private final Announcements<SessionState> listeners;
    private final Map<Bytes, SessionRegistration> registrations = new ConcurrentHashMap<>();
    /** Earlier leases of this session that may still live in the store. */
    private final Set<Long> former = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private long lease;
    private long epoch;
    private long confirmedAt;
    private long validUntil;
    private boolean closed;
    private SessionState told = SessionState.LOST;

    SessionLife(StoreCore core, Duration ttl) {
        this.core = core;
        this.backend = core.backend();
        this.clock = core.clock();
        this.ttl = ttl;
        this.sweep = new LeaseSweep(core, keys);
        this.listeners = new Announcements<>(core.executor(), "the state of a session");
    }

    /** Takes the first lease. */
    CompletableFuture<SessionLife> open(Deadline deadline) {
        long sentAt = clock.nanoTime();
        return LinkedFuture.map(backend.grantLease(ttl, deadline), granted -> {
            begin(granted, sentAt);
            return this;
        });
    }

    private void begin(long granted, long sentAt) {
        long current;
        lock.lock();
        try {
            if (!closed) {
                lease = granted;
                epoch++;
                confirm(sentAt, ttl);
            }
            current = lease == granted ? epoch : 0;
            announce();
        } finally {
            lock.unlock();
        }
        if (current == 0) {
            giveBack(granted);
            return;
        }
        runAt(sentAt + ttl.toNanos() / RENEWALS_PER_TTL, () -> renew(current));
        planLook(current);
        registrations.values().forEach(SessionRegistration::settle);
    }

    /** For holders of the lock. */
    private void confirm(long sentAt, Duration granted) {
        confirmedAt = sentAt;
        validUntil = sentAt + granted.toNanos() - ttl.toNanos() / MARGIN_PER_TTL;
    }

    // --- how it stands ------------------------------------------------------------------------------------------

    BoundKeys keys() {
        return keys;
    }

    Duration ttl() {
        return ttl;
    }

    SessionState state() {
        look();
        lock.lock();
        try {
            return current();
        } finally {
            lock.unlock();
        }
    }

    Duration remaining() {
        look();
        lock.lock();
        try {
            return lease == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, validUntil - clock.nanoTime()));
        } finally {
            lock.unlock();
        }
    }

    long epoch() {
        lock.lock();
        try {
            return epoch;
        } finally {
            lock.unlock();
        }
    }

    /** How it stands, for whoever only wants to know: a loss that nobody has noticed yet is told, and has no consequences here. */
    SessionStatus status() {
        lock.lock();
        try {
            long now = clock.nanoTime();
            if (lease == 0 || now - validUntil >= 0) {
                SessionState over = closed ? SessionState.CLOSED : SessionState.LOST;
                return new SessionStatus(over, Duration.ZERO, ttl, epoch, Optional.empty());
            }
            Optional<String> id = Optional.of("%016x".formatted(lease));
            return new SessionStatus(current(), Duration.ofNanos(validUntil - now), ttl, epoch, id);
        } finally {
            lock.unlock();
        }
    }

    /** The lease to bind keys to. */
    long lease() {
        look();
        lock.lock();
        try {
            if (lease == 0) {
                throw lost();
            }
            return lease;
        } finally {
            lock.unlock();
        }
    }

    private SessionLostException lost() {
        return new SessionLostException(
                closed
                        ? "the session is closed; open another one"
                        : "the session is lost: the store did not confirm it within its TTL of " + ttl.toSeconds()
                                + " s. It takes another lease by itself: try again",
                null);
    }

    /** Whether a lease is, or was, one of this session. */
    boolean owns(long candidate) {
        if (former.contains(candidate)) {
            return true;
        }
        lock.lock();
        try {
            return lease != 0 && lease == candidate;
        } finally {
            lock.unlock();
        }
    }

    Subscription onStateChange(SessionListener listener) {
        return listeners.add(listener::onStateChange);
    }

    /** For holders of the lock. */
    private SessionState current() {
        if (closed) {
            return SessionState.CLOSED;
        }
        if (lease == 0) {
            return SessionState.LOST;
        }
        boolean overdue = clock.nanoTime() - suspectFrom() >= 0;
        return overdue ? SessionState.SUSPECT : SessionState.ACTIVE;
    }

    private long suspectFrom() {
        return confirmedAt + ttl.toNanos() * 2 / RENEWALS_PER_TTL;
    }

    /** For holders of the lock. */
    private void announce() {
        SessionState now = current();
        if (now != told) {
            told = now;
            listeners.tell(now);
        }
    }

    /** Finds out whether its time is over. */
    private void look() {
        long over = 0;
        lock.lock();
        try {
            if (lease != 0 && clock.nanoTime() - validUntil >= 0) {
                over = end();
            }
            announce();
        } finally {
            lock.unlock();
        }
        if (over != 0) {
            log.warn(
                    "a session was not confirmed within its TTL of {} s and is lost; it takes another lease",
                    ttl.toSeconds());
            heal(over);
        }
    }

    /** Looks again when the state will change by itself. */
    private void planLook(long ofEpoch) {
        long next;
        lock.lock();
        try {
            if (lease == 0 || epoch != ofEpoch) {
                return;
            }
            boolean suspect = clock.nanoTime() - suspectFrom() >= 0;
            next = suspect ? validUntil : suspectFrom();
        } finally {
            lock.unlock();
        }
        runAt(next, () -> {
            look();
            planLook(ofEpoch);
        });
    }

    private void runAt(long nanoTime, Runnable task) {
        clock.runAt(nanoTime, task);
    }

    // --- renewal ------------------------------------------------------------------------------------------------

    private void renew(long ofEpoch) {
        look();
        long renewed;
        lock.lock();
        try {
            if (lease == 0 || epoch != ofEpoch) {
                return;
            }
            renewed = lease;
        } finally {
            lock.unlock();
        }
        long sentAt = clock.nanoTime();
        backend.renewLease(renewed, Deadline.after(ttl.dividedBy(RENEWALS_PER_TTL)))
                .whenComplete((granted, failure) -> {
                    if (failure == null) {
                        renewed(ofEpoch, sentAt, granted);
                    } else {
                        notRenewed(ofEpoch, renewed, LinkedFuture.unwrap(failure));
                    }
                });
    }

    private void renewed(long ofEpoch, long sentAt, Duration granted) {
        look();
        long confirmed;
        lock.lock();
        try {
            if (lease == 0 || epoch != ofEpoch) {
                return;
            }
            confirmed = lease;
            confirm(sentAt, granted);
            announce();
        } finally {
            lock.unlock();
        }
        runAt(sentAt + ttl.toNanos() / RENEWALS_PER_TTL, () -> renew(ofEpoch));
        sweep.run(confirmed);
    }

    private void notRenewed(long ofEpoch, long renewed, Throwable failure) {
        if (failure instanceof LeaseNotFoundException) {
            gone(renewed);
        } else if (!(failure instanceof StoreClosedException)) {
            log.debug("a session could not be renewed; trying again", failure);
            runAt(clock.nanoTime() + ttl.toNanos() / RETRIES_PER_TTL, () -> renew(ofEpoch));
        }
    }

    // --- loss ---------------------------------------------------------------------------------------------------

    /** The store says that it has no such lease any more. */
    void gone(long missing) {
        boolean over;
        lock.lock();
        try {
            over = lease == missing;
            if (over) {
                end();
                announce();
            }
        } finally {
            lock.unlock();
        }
        if (over) {
            log.warn("the store does not have the lease of a session any more; it takes another one");
            heal(missing);
        }
    }

    /** For holders of the lock. */
    private long end() {
        long over = lease;
        lease = 0;
        former.add(over);
        return over;
    }

    /** The old lease goes first: nothing of it may outlive what is written on the new one. */
    private void heal(long over) {
        keys.forgetAll();
        registrations.values().forEach(SessionRegistration::sessionLost);
        backend.revokeLease(over, Deadline.after(PATIENCE_AFTER_A_LOSS)).whenComplete((revision, failure) -> {
            if (failure == null || LinkedFuture.unwrap(failure) instanceof LeaseNotFoundException) {
                former.remove(over);
            }
            takeAnother();
        });
    }

    private void takeAnother() {
        if (isClosed()) {
            return;
        }
        long sentAt = clock.nanoTime();
        backend.grantLease(ttl, Deadline.after(PATIENCE_AFTER_A_LOSS)).whenComplete((granted, failure) -> {
            if (failure == null) {
                begin(granted, sentAt);
            } else if (!(LinkedFuture.unwrap(failure) instanceof StoreClosedException)) {
                log.debug("a lost session got no other lease; trying again", failure);
                runAt(clock.nanoTime() + ttl.toNanos() / RETRIES_PER_TTL, this::takeAnother);
            }
        });
    }

    private void giveBack(long unused) {
        var revocation = backend.revokeLease(unused, Deadline.after(PATIENCE_AFTER_A_LOSS));
        revocation.whenComplete((revision, failure) -> log.trace("a lease came too late for a closed session"));
    }

    // --- registrations ------------------------------------------------------------------------------------------

    /** Adds a registration; false if there is another one of the same key. */
    boolean add(Bytes key, SessionRegistration registration) {
        return registrations.putIfAbsent(key, registration) == null;
    }

    boolean isRegistered(Bytes key) {
        return registrations.containsKey(key);
    }

    void remove(Bytes key, SessionRegistration registration) {
        registrations.remove(key, registration);
    }

    // --- the end ------------------------------------------------------------------------------------------------

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it; completes when its lease is revoked or cannot be. */
    CompletableFuture<Void> close(Deadline deadline) {
        long last;
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.completedFuture(null);
            }
            closed = true;
            last = lease;
            lease = 0;
            announce();
        } finally {
            lock.unlock();
        }
        core.sessions().unregister(this);
        registrations.values().forEach(SessionRegistration::sessionClosed);
        return last == 0
                ? CompletableFuture.completedFuture(null)
                : backend.revokeLease(last, deadline).handle((revision, failure) -> null);
    }
}
