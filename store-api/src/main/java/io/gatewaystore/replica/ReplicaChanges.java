package io.gatewaystore.replica;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * What took a replica from one state to the next: usually everything that one revision changed in its range.
 *
 * <p>Immutable.
 *
 * @param revision the revision of the state after the changes
 * @param cause what brought them about
 * @param changes the changes, a key at most once; none if a resync or a repair found no difference
 * @param <V> the type of the values
 */
public record ReplicaChanges<V>(long revision, Cause cause, List<ReplicaChange<V>> changes)
        implements Iterable<ReplicaChange<V>> {

    /**
     * Why a replica changed.
     *
     * <p>Immutable.
     */
    public enum Cause {
        /** A revision of the store; several, if the listener fell behind. */
        WRITES,
        /** Resync: the store had compacted the history that the replica still needed. */
        COMPACTED,
        /** Resync: the store was wiped, or restored from an older snapshot. The revision may be lower than before. */
        HISTORY_REWOUND,
        /** Resync: another cluster answers. The revision may be lower than before. */
        CLUSTER_CHANGED,
        /** {@link Replica#verify()} found the replica to differ from the store. */
        REPAIR
    }

    /**
     * Creates changes.
     *
     * @param revision the revision of the state after them
     * @param cause what brought them about
     * @param changes the changes; copied
     */
    public ReplicaChanges {
        Objects.requireNonNull(cause, "cause");
        changes = List.copyOf(changes);
    }

    @Override
    public Iterator<ReplicaChange<V>> iterator() {
        return changes.iterator();
    }
}
