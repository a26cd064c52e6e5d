package io.gatewaystore.internal;

import io.gatewaystore.error.Outcome;
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
import java.util.function.Function;

/**
 * A write with a TTL: grants one lease for every different TTL, then writes. Leases that no key hangs on afterwards are given back; so are all
 * of them if the write failed, so that a late copy of it cannot leave a key behind.
 */
final class LeasedWrite<T> {

    private static final Duration GIVE_BACK = Duration.ofSeconds(5);

    private final Backend backend;
    private final String purpose;
    private final Iterator<Duration> ttls;
    private final Deadline deadline;
    private final Function<Map<Duration, Long>, CompletableFuture<T>> write;
    private final Function<T, Set<Duration>> used;
    private final Map<Duration, Long> leases = new ConcurrentHashMap<>();
    private final LinkedFuture<T> result = new LinkedFuture<>();

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
        this.ttls = ttls.iterator();
        this.deadline = deadline;
        this.write = write;
        this.used = used;
    }

    CompletableFuture<T> start() {
        if (!ttls.hasNext()) {
            return write.apply(Map.of());
        }
        result.whenComplete((value, failure) -> giveBack(failure == null ? used.apply(value) : Set.of()));
        result.attempt(this::next);
        return result;
    }

    private void next() {
        if (result.isDone()) {
            // Cancelled while the last lease was on its way.
            giveBack(Set.of());
        } else if (ttls.hasNext()) {
            Duration ttl = ttls.next();
            result.follow(grant(ttl), lease -> {
                leases.put(ttl, lease);
                next();
            });
        } else {
            result.follow(write.apply(Map.copyOf(leases)), result::complete);
        }
    }

    /** A grant without an answer leaves a lease behind at worst: the write itself was not sent. */
    private CompletableFuture<Long> grant(Duration ttl) {
        LinkedFuture<Long> grant = new LinkedFuture<>();
        CompletableFuture<Long> call = backend.grantLease(ttl, deadline);
        call.whenComplete((lease, failure) -> {
            if (failure instanceof StoreException e && e.outcome() == Outcome.UNKNOWN) {
                grant.completeExceptionally(new UnavailableException(
                        purpose + ": no lease for its TTL: " + e.getMessage(), e, Outcome.NOT_APPLIED));
            }
        });
        grant.follow(call, grant::complete);
        return grant;
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
