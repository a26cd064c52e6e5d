package io.gatewaystore.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gatewaystore.Bytes;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What all stores of a cluster share: history, leases, watches.
 *
 * <p>Writes are made one after the other under one lock. Reads take the newest snapshot and need no lock. After a write, and without the lock, the
 * writing thread tells the watches; nothing foreign but the clock is ever called with the lock held.
 */
final class Engine {

    /** etcd grants no less either. */
    private static final Duration SHORTEST_TTL = Duration.ofSeconds(2);

    private final MemoryClock clock;
    private final History history;
    private final Set<MemoryWatch> watches = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final LeaseTable leases = new LeaseTable();

    /** Whether the clock is to call at {@code wakeUp}. */
    @GuardedBy("lock")
    private boolean waking;

    @GuardedBy("lock")
    private long wakeUp;

    Engine(MemoryClock clock, History history) {
        this.clock = clock;
        this.history = history;
    }

    // --- reads and writes ---------------------------------------------------------------------------------------

    long revision() {
        return history.newest().revision();
    }

    Response.Range range(Request.Range request) {
        Snapshot snapshot = history.at(request.revision());
        long revision = request.revision() <= 0 ? snapshot.revision() : revision();
        return Reading.range(request, snapshot.entries(), revision);
    }

    /** Carries out writes as one revision, or none if they change nothing. */
    <T> T write(Function<Transaction, T> writes) {
        T answer;
        boolean changed;
        lock.lock();
        try {
            Transaction transaction = new Transaction(history, leases);
            answer = writes.apply(transaction);
            changed = commit(transaction);
        } finally {
            lock.unlock();
        }
        if (changed) {
            tellWatches();
        }
        return answer;
    }

    @GuardedBy("lock")
    private boolean commit(Transaction transaction) {
        boolean changed = !transaction.events().isEmpty();
        if (changed) {
            leases.apply(transaction.events());
            history.append(transaction.result());
        }
        return changed;
    }

    void compact(long revision) {
        lock.lock();
        try {
            history.compact(revision);
        } finally {
            lock.unlock();
        }
    }

    // --- leases -------------------------------------------------------------------------------------------------

    long grant(Duration ttl) {
        lock.lock();
        try {
            long id = leases.grant(clock.nanoTime(), ttl.compareTo(SHORTEST_TTL) < 0 ? SHORTEST_TTL : ttl);
            planExpiry();
            return id;
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the keys of a lease and tells the revision after that. */
    long revoke(long id) {
        long revision;
        lock.lock();
        try {
            delete(leases.remove(id).orElseThrow(() -> notFound(id)));
            revision = revision();
        } finally {
            lock.unlock();
        }
        tellWatches();
        return revision;
    }

    /** Lets the time of a lease begin anew and tells how long it is. */
    Duration renew(long id) {
        lock.lock();
        try {
            Duration granted = leases.renew(id, clock.nanoTime()).orElseThrow(() -> notFound(id));
            planExpiry();
            return granted;
        } finally {
            lock.unlock();
        }
    }

    List<Bytes> leaseKeys(long id) {
        lock.lock();
        try {
            return leases.keys(id).orElseThrow(() -> notFound(id));
        } finally {
            lock.unlock();
        }
    }

    private static LeaseNotFoundException notFound(long id) {
        return new LeaseNotFoundException("lease " + Long.toHexString(id) + " does not exist, or expired", null);
    }

    MemoryClock clock() {
        return clock;
    }

    /** Ends the leases whose time is over, each in a revision of its own. */
    private void expire() {
        lock.lock();
        try {
            long now = clock.nanoTime();
            if (waking && wakeUp - now <= 0) {
                waking = false;
            }
            for (var due = leases.due(now); due.isPresent(); due = leases.due(now)) {
                delete(leases.remove(due.get()).orElse(List.of()));
            }
            planExpiry();
        } finally {
            lock.unlock();
        }
        tellWatches();
    }

    @GuardedBy("lock")
    private void delete(List<Bytes> keys) {
        Transaction transaction = new Transaction(history, leases);
        transaction.deleteAll(keys);
        commit(transaction);
    }

    /** Has the clock call when the next lease ends, unless it is to call before that anyway. */
    @GuardedBy("lock")
    private void planExpiry() {
        var next = leases.nextEnd();
        if (next.isPresent() && !(waking && wakeUp - next.get() <= 0)) {
            waking = true;
            wakeUp = next.get();
            clock.runAt(wakeUp, this::expire);
        }
    }

    // --- watches ------------------------------------------------------------------------------------------------

    /** A watch from the present on, which reports nothing before it is {@linkplain #start started}. */
    MemoryWatch watch(Request.Watch request, WatchSink sink, Consumer<MemoryWatch> onEnd) {
        return new MemoryWatch(request, sink, history, ended -> {
            watches.remove(ended);
            onEnd.accept(ended);
        });
    }

    void start(MemoryWatch watch) {
        watches.add(watch);
        // Finds also what was written since the watch was made, which nobody told it of.
        watch.signal();
    }

    private void tellWatches() {
        watches.forEach(MemoryWatch::signal);
    }
}
