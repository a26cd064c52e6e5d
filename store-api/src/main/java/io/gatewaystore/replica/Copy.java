package io.gatewaystore.replica;

import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.CodecException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.internal.OwnWrites;
import io.gatewaystore.replica.ReplicaChanges.Cause;
import io.gatewaystore.replica.Verification.Drift;
import io.gatewaystore.replica.Verification.Kind;
import io.gatewaystore.status.Subscription;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a replica and everything that changes it: the watch that feeds it, and repairs.
 *
 * <p>Values are decoded before the lock is taken; under it a new state is made, published, and handed to the lanes of the listeners, so that these
 * are told of every state in order and after it can be read.
 */
final class Copy<V> implements WatchListener {

    private static final Logger log = LoggerFactory.getLogger(Replica.class);

    private final Codec<V> codec;
    private final Executor executor;
    private final OwnWrites.Within ownWrites;
    private final Map<String, Undecodable> undecodable = new ConcurrentHashMap<>();

    private volatile State<V> state = new State<>(0, Table.<V>withRoomFor(0).done());
    private volatile @Nullable StoreException failure;
    private final LongAdder decodeFailures = new LongAdder();
    private final LongAdder resyncs = new LongAdder();
    private final LongAdder repaired = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    // Guarded by the lock, as is every change of what is above.
    private final Set<Lane<V>> lanes = new HashSet<>();
    private final Set<Audit<V>> audits = new HashSet<>();

    Copy(Codec<V> codec, Executor executor, OwnWrites.Within ownWrites) {
        this.codec = codec;
        this.executor = executor;
        this.ownWrites = ownWrites;
    }

    /** The newest state; of revision 0 until there is a first one. */
    State<V> state() {
        return state;
    }

    /** Why the state does not change any more, or null while it may. */
    @Nullable
    StoreException failure() {
        return failure;
    }

    List<Undecodable> undecodable() {
        return undecodable.values().stream()
                .sorted(Comparator.comparing(Undecodable::key, KeyOrder.INSTANCE))
                .toList();
    }

    long decodeFailures() {
        return decodeFailures.sum();
    }

    long resyncs() {
        return resyncs.sum();
    }

    long repaired() {
        return repaired.sum();
    }

    /** Waits for a state of at least a revision, for the end, or for some time. */
    void await(long revision, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (state.revision() < revision && failure == null && left > 0) {
                left = moved.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    Subscription add(ReplicaListener<V> listener) {
        lock.lock();
        try {
            Lane<V> lane = new Lane<>(executor, listener, new ReplicaSnapshot<>(state), this::remove);
            lanes.add(lane);
            lane.start();
            StoreException end = failure;
            if (end != null) {
                lane.fail(end);
            }
            return lane;
        } finally {
            lock.unlock();
        }
    }

    private void remove(Lane<V> lane) {
        lock.lock();
        try {
            lanes.remove(lane);
        } finally {
            lock.unlock();
        }
    }

    /** Ends it; listeners are told nothing more. */
    void close(StoreException closed) {
        lock.lock();
        try {
            List.copyOf(lanes).forEach(Lane::close);
            end(closed);
        } finally {
            lock.unlock();
        }
    }

    // --- what the watch tells -----------------------------------------------------------------------------------

    @Override
    public void onSnapshot(Listing snapshot) {
        replace(snapshot, Cause.WRITES);
    }

    @Override
    public void onChanges(ChangeSet changes) {
        List<Revised<V>> news = new ArrayList<>(changes.changes().size());
        for (Change change : changes) {
            news.add(change instanceof Change.Put put ? decode(put.entry()) : Revised.gone(change.key()));
        }
        lock.lock();
        try {
            apply(changes.revision(), Cause.WRITES, news);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onProgress(long revision) {
        lock.lock();
        try {
            publish(new State<>(revision, state.table()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onResync(Resync resync) {
        if (resync.reason() != Resync.Reason.COMPACTED) {
            // The writes waited for belong to a history that is no more.
            ownWrites.forget();
        }
        replace(
                resync.current(),
                switch (resync.reason()) {
                    case COMPACTED -> Cause.COMPACTED;
                    case HISTORY_REWOUND -> Cause.HISTORY_REWOUND;
                    case CLUSTER_CHANGED -> Cause.CLUSTER_CHANGED;
                });
    }

    @Override
    public void onFailure(StoreException cause) {
        lock.lock();
        try {
            end(cause);
            lanes.forEach(lane -> lane.fail(cause));
        } finally {
            lock.unlock();
        }
    }

    private void end(StoreException cause) {
        if (failure == null) {
            failure = cause;
        }
        ownWrites.end();
        moved.signalAll();
    }

    private Revised<V> decode(Entry entry) {
        Revised<V> decoded = Revised.decoded(entry, codec);
        CodecException cause = decoded.undecodable();
        if (cause != null) {
            log.warn("a replica leaves out what does not decode: {}", cause.getMessage());
        }
        return decoded;
    }

    // --- states -------------------------------------------------------------------------------------------------

    /** Makes the state anew. */
    private void replace(Listing current, Cause cause) {
        while (!replace(state.table(), current, cause)) {
            log.debug("a replica was repaired while it was set anew");
        }
    }

    /** Makes the state anew, unless it is another one by now. Entries that are in both are kept, unless equal revisions mean nothing. */
    private boolean replace(Table<V> before, Listing current, Cause cause) {
        boolean comparable = cause == Cause.COMPACTED;
        Table.Edit<V> edit = Table.withRoomFor(current.entries().size());
        List<Revised<V>> news = new ArrayList<>();
        for (Entry entry : current) {
            ReplicaEntry<V> known = before.find(entry.key());
            if (comparable && known != null && known.isOf(entry)) {
                edit.put(known);
            } else {
                Revised<V> decoded = decode(entry);
                edit.put(Objects.requireNonNull(decoded.entry()));
                news.add(decoded);
            }
        }
        Table<V> after = edit.done();
        before.forEach(entry -> {
            if (after.find(entry.key()) == null) {
                news.add(Revised.gone(entry.key()));
            }
        });
        lock.lock();
        try {
            if (state.table() != before) {
                return false;
            }
            List<ReplicaChange<V>> changes = new ArrayList<>(lanes.isEmpty() ? 0 : news.size());
            for (Revised<V> revised : news) {
                note(revised);
                if (!lanes.isEmpty()) {
                    changes.add(revised.since(before.find(revised.key())));
                }
            }
            audits.forEach(Audit::supersede);
            resyncs.add(cause == Cause.WRITES ? 0 : 1);
            publish(new State<>(current.revision(), after));
            tell(new ReplicaChanges<>(current.revision(), cause, changes));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Changes keys. For holders of the lock. */
    private void apply(long revision, Cause cause, List<Revised<V>> news) {
        Table.Edit<V> edit = state.table().edit();
        List<ReplicaChange<V>> changes = new ArrayList<>(news.size());
        for (Revised<V> revised : news) {
            ReplicaEntry<V> entry = revised.entry();
            ReplicaEntry<V> before = entry == null ? edit.remove(revised.key()) : edit.put(entry);
            if (before != null || entry != null) {
                changes.add(revised.since(before));
            }
            note(revised);
            audits.forEach(audit -> audit.changed(revised.key()));
        }
        publish(new State<>(revision, edit.done()));
        tell(new ReplicaChanges<>(revision, cause, changes));
    }

    private void note(Revised<V> revised) {
        ReplicaEntry<V> entry = revised.entry();
        CodecException cause = revised.undecodable();
        if (entry != null && cause != null) {
            undecodable.put(revised.key(), new Undecodable(revised.key(), entry.modRevision(), cause));
            decodeFailures.increment();
        } else {
            undecodable.remove(revised.key());
        }
    }

    private void publish(State<V> next) {
        state = next;
        moved.signalAll();
    }

    private void tell(ReplicaChanges<V> changes) {
        lanes.forEach(lane -> lane.add(changes));
    }

    // --- verification -------------------------------------------------------------------------------------------

    Audit<V> beginAudit() {
        lock.lock();
        try {
            Audit<V> audit = new Audit<>(state);
            audits.add(audit);
            return audit;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the state that is compared has been replaced as a whole, for the end, or for some time. */
    boolean awaitSuperseded(Audit<V> audit, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!audit.isSuperseded() && failure == null && left > 0) {
                left = moved.awaitNanos(left);
            }
            return audit.isSuperseded();
        } finally {
            lock.unlock();
        }
    }

    void endAudit(Audit<V> audit) {
        lock.lock();
        try {
            audits.remove(audit);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Compares and repairs.
     *
     * @param there the store at the revision of the audit
     * @return the report; empty if the state was replaced meanwhile, so that there is nothing left to repair
     */
    Optional<Verification> conclude(Audit<V> audit, Listing there) {
        List<Drift> drift = new ArrayList<>();
        List<Revised<V>> repairs = new ArrayList<>();
        compare(audit.base().table(), there, drift, repairs);
        drift.sort(Comparator.comparing(Drift::key, KeyOrder.INSTANCE));
        lock.lock();
        try {
            if (audit.isSuperseded()) {
                return Optional.empty();
            }
            if (!drift.isEmpty()) {
                log.error(
                        "a replica differed from its store at revision {} in {} keys, '{}' among them, and is repaired",
                        there.revision(),
                        drift.size(),
                        drift.get(0).key());
                // What has changed since then is as the store told it.
                repairs.removeIf(repair -> audit.hasChanged(repair.key()));
                apply(state.revision(), Cause.REPAIR, repairs);
                repaired.add(drift.size());
            }
            return Optional.of(
                    new Verification(there.revision(), there.entries().size(), drift));
        } finally {
            lock.unlock();
        }
    }

    private void compare(Table<V> here, Listing there, List<Drift> drift, List<Revised<V>> repairs) {
        int both = 0;
        for (Entry entry : there) {
            ReplicaEntry<V> known = here.find(entry.key());
            both += known == null ? 0 : 1;
            if (known == null || !known.isOf(entry)) {
                drift.add(new Drift(entry.key(), known == null ? Kind.MISSING : Kind.DIFFERENT));
                repairs.add(decode(entry));
            }
        }
        if (both < here.size()) {
            Set<String> keys = new HashSet<>();
            there.forEach(entry -> keys.add(entry.key()));
            here.forEach(entry -> {
                if (!keys.contains(entry.key())) {
                    drift.add(new Drift(entry.key(), Kind.LEFT_OVER));
                    repairs.add(Revised.gone(entry.key()));
                }
            });
        }
    }

    /** Changes the state behind the back of everybody, for tests of what finds that. */
    void plant(Consumer<Table.Edit<V>> fault) {
        lock.lock();
        try {
            Table.Edit<V> edit = state.table().edit();
            fault.accept(edit);
            publish(new State<>(state.revision(), edit.done()));
        } finally {
            lock.unlock();
        }
    }
}
