package io.gatewaystore.memory;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.RawEvent;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The leases, when each ends, and which keys hang on it.
 *
 * <p>Guarded by the lock for writes. Invariant: a key is in the set of a lease exactly if the newest snapshot has it with that lease's id.
 */
final class LeaseTable {

    /** Some 73 years: far enough, and ends can still be compared. */
    private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

    private record Lease(long id, Duration ttl, long end, SortedSet<Bytes> keys) {

        static Lease from(long now, long id, Duration ttl, SortedSet<Bytes> keys) {
            return new Lease(id, ttl, now + Math.min(TimeUnit.NANOSECONDS.convert(ttl), LONGEST_NANOS), keys);
        }
    }

    private final Map<Long, Lease> leases = new HashMap<>();

    /** Ends are compared by subtraction, as readings of a clock that may wrap must be. */
    private final TreeSet<Lease> byEnd = new TreeSet<>(earlierEndFirst().thenComparingLong(Lease::id));

    private long granted;

    private static Comparator<Lease> earlierEndFirst() {
        return (one, other) -> Long.signum(one.end() - other.end());
    }

    /** Grants a lease with an id that, as etcd's own, is positive. */
    long grant(long now, Duration ttl) {
        add(Lease.from(now, ++granted, ttl, new TreeSet<>()));
        return granted;
    }

    private void add(Lease lease) {
        leases.put(lease.id(), lease);
        byEnd.add(lease);
    }

    /** Lets the time of a lease begin anew and tells how long it is; empty if there is no such lease. */
    Optional<Duration> renew(long id, long now) {
        Lease lease = leases.get(id);
        if (lease == null) {
            return Optional.empty();
        }
        byEnd.remove(lease);
        add(Lease.from(now, id, lease.ttl(), lease.keys()));
        return Optional.of(lease.ttl());
    }

    /** The keys of a lease, in key order; empty if there is no such lease. */
    Optional<List<Bytes>> keys(long id) {
        return Optional.ofNullable(leases.get(id)).map(lease -> List.copyOf(lease.keys()));
    }

    boolean contains(long id) {
        return leases.containsKey(id);
    }

    /** Removes a lease and returns its keys, in key order; empty if there is no such lease. */
    Optional<List<Bytes>> remove(long id) {
        Lease lease = leases.remove(id);
        if (lease == null) {
            return Optional.empty();
        }
        byEnd.remove(lease);
        return Optional.of(List.copyOf(lease.keys()));
    }

    /** The lease that ends first, if that is by now. */
    Optional<Long> due(long now) {
        return byEnd.isEmpty() || byEnd.first().end() - now > 0
                ? Optional.empty()
                : Optional.of(byEnd.first().id());
    }

    /** When the next lease ends. */
    Optional<Long> nextEnd() {
        return byEnd.isEmpty() ? Optional.empty() : Optional.of(byEnd.first().end());
    }

    /** Moves keys from lease to lease as a revision says. */
    void apply(List<RawEvent> events) {
        for (RawEvent event : events) {
            event.previous().ifPresent(this::detach);
            event.entry().ifPresent(this::attach);
        }
    }

    private void detach(RawEntry entry) {
        Lease lease = leases.get(entry.lease());
        if (lease != null) {
            lease.keys().remove(entry.key());
        }
    }

    private void attach(RawEntry entry) {
        Lease lease = leases.get(entry.lease());
        if (lease != null) {
            lease.keys().add(entry.key());
        }
    }
}
