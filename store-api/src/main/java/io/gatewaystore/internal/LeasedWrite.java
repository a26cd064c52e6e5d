package io.gatewaystore.internal;

import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A write with a TTL: grants one lease for every different TTL, then writes. The leases that no key hangs on are given back; those of a write
 * that failed all are, so that a late copy of it cannot leave a key behind either.
 */
final class LeasedWrite<T> {

    /** A write that hangs its key on a lease, 0 for none. */
    @FunctionalInterface
    interface Single<T> {
        CompletableFuture<T> apply(long lease, Deadline deadline);
    }

    private final Backend backend;
    private final Iterator<Duration> ttls;
    private final Deadline deadline;
    private final Function<Map<Duration, Long>, CompletableFuture<T>> write;
    private final Function<T, Set<Duration>> usedTtls;
    private final Map<Duration, Long> leases = new HashMap<>();
    private final LinkedFuture<T> result = new LinkedFuture<>();

    LeasedWrite(
            StoreCore core,
            Collection<Duration> ttls,
            Deadline deadline,
            Function<Map<Duration, Long>, CompletableFuture<T>> write,
            Function<T, Set<Duration>> usedTtls) {
        this.backend = core.backend();
        this.ttls = ttls.iterator();
        this.deadline = deadline;
        this.write = write;
        this.usedTtls = usedTtls;
    }

    CompletableFuture<T> start() {
        if (!ttls.hasNext()) {
            return write.apply(Map.of());
        }
        result.whenComplete((value, failure) -> giveBackAllBut(failure == null ? usedTtls.apply(value) : Set.of()));
        result.attempt(this::next);
        return result;
    }

    private void next() {
        if (ttls.hasNext()) {
            Duration ttl = ttls.next();
            result.follow(backend.grantLease(ttl, deadline), lease -> {
                leases.put(ttl, lease);
                next();
            });
        } else {
            result.follow(write.apply(Map.copyOf(leases)), result::complete);
        }
    }

    private void giveBackAllBut(Set<Duration> used) {
        // Nobody waits for this: a lease that is not revoked ends by itself.
        Deadline until = Deadline.after(Duration.ofSeconds(5));
        leases.forEach((ttl, lease) -> {
            if (!used.contains(ttl)) {
                backend.revokeLease(lease, until);
            }
        });
    }
}
