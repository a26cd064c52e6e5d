package io.gatewaystore.internal;

import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A write with a TTL: grants one lease for every different TTL, then writes.
 *
 * <p>Leases that no key can hang on are given back: those of a condition or branch that was not taken, and all of them if the write was not applied or
 * not sent. Where it is not known what became of the write they are left to end by themselves, since revoking them would delete what it wrote.
 */
final class LeasedWrite<T> {

    private static final Duration GIVE_BACK = Duration.ofSeconds(5);

    /** A lease is gone before its write arrives only after a pause longer than its TTL, which few deadlines survive once. */
    private static final int MOST_ATTEMPTS = 3;

    private final Backend backend;
    private final String purpose;
    private final Collection<Duration> ttls;
    private final Deadline deadline;
    private final Function<Map<Duration, Long>, CompletableFuture<T>> write;
    private final Function<T, Set<Duration>> used;
    private final Map<Duration, Long> leases = new ConcurrentHashMap<>();
    private final LinkedFuture<T> result = new LinkedFuture<>();

    /** Taken by the write when it is sent or by whoever withdraws it before, so that no lease is revoked under a write. */
    private final AtomicBoolean decided = new AtomicBoolean();

    private int attempts;

    /**
     * Prepares a write.
     *
     * @param core gives the backend
     * @param purpose what is written, for errors
     * @param ttls the different TTLs it may need
     * @param deadline when it must have ended, the grants included
     * @param write writes, with the leases granted
     * @param used tells which TTLs keys hang on, by the result
     */
    LeasedWrite(
            StoreCore core,
            String purpose,
            Collection<Duration> ttls,
            Deadline deadline,
            Function<Map<Duration, Long>, CompletableFuture<T>> write,
            Function<T, Set<Duration>> used) {
        this.backend = core.backend();
        this.purpose = purpose;
        this.ttls = ttls;
        this.deadline = deadline;
        this.write = write;
        this.used = used;
    }

    CompletableFuture<T> start() {
        if (ttls.isEmpty()) {
            return write.apply(Map.of());
        }
        result.whenComplete((value, failure) -> withdraw());
        result.attempt(this::begin);
        return result;
    }

    private void begin() {
        attempts++;
        grant(ttls.iterator());
    }

    private void grant(Iterator<Duration> missing) {
        if (result.isDone()) {
            giveBack(Set.of());
        } else if (missing.hasNext()) {
            Duration ttl = missing.next();
            result.follow(
                    backend.grantLease(ttl, deadline),
                    lease -> {
                        leases.put(ttl, lease);
                        grant(missing);
                    },
                    failure -> result.completeExceptionally(notSent(failure)));
        } else {
            send();
        }
    }

    private void send() {
        if (decided.compareAndSet(false, true)) {
            result.follow(write.apply(Map.copyOf(leases)), this::written, this::failed);
        } else {
            // Withdrawn while the last lease was on its way.
            giveBack(Set.of());
        }
    }

    private void written(T value) {
        giveBack(used.apply(value));
        result.complete(value);
    }

    private void failed(Throwable failure) {
        if (failure instanceof StoreException e && e.outcome() == Outcome.NOT_APPLIED) {
            giveBack(Set.of());
        }
        if (failure instanceof LeaseNotFoundException && attempts < MOST_ATTEMPTS && !deadline.isPast()) {
            decided.set(false);
            begin();
        } else {
            result.completeExceptionally(failure);
        }
    }

    /** A grant without an answer leaves a lease behind at worst: the write itself was not sent. */
    private Throwable notSent(Throwable failure) {
        if (!(failure instanceof StoreException e) || e.outcome() == Outcome.NOT_APPLIED) {
            return failure;
        }
        String message = purpose + ": no lease for its TTL: " + e.getMessage();
        if (e instanceof DeadlineExceededException) {
            return new DeadlineExceededException(message, e, Outcome.NOT_APPLIED);
        }
        return e instanceof StoreClosedException
                ? new StoreClosedException(message, e, Outcome.NOT_APPLIED)
                : new UnavailableException(message, e, Outcome.NOT_APPLIED);
    }

    /** The write has ended without having been sent, or else does nothing. */
    private void withdraw() {
        if (decided.compareAndSet(false, true)) {
            giveBack(Set.of());
        }
    }

    private void giveBack(Set<Duration> kept) {
        // Nobody waits for this: a lease that is not revoked ends by itself.
        Deadline until = Deadline.after(GIVE_BACK);
        leases.forEach((ttl, lease) -> {
            if (!kept.contains(ttl) && leases.remove(ttl, lease)) {
                backend.revokeLease(lease, until);
            }
        });
    }
}
