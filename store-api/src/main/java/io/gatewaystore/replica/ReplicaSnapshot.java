package io.gatewaystore.replica;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A replica as it was at one revision. Taking one costs nothing; keeping one keeps what has changed since.
 *
 * <p>Values that do not decode are left out, see {@link Replica#undecodable()}. Keys are sorted when they are first asked for in order, which takes
 * seconds for a million; all snapshots of one state have that in common.
 *
 * <p>Immutable. (As far as the values are.)
 *
 * @param <V> the type of the values
 */
public final class ReplicaSnapshot<V> implements Iterable<ReplicaEntry<V>> {

    private final State<V> state;

    ReplicaSnapshot(State<V> state) {
        this.state = state;
    }

    /**
     * The revision of the store that it shows.
     *
     * @return the revision
     */
    public long revision() {
        return state.revision();
    }

    /**
     * How many keys it has.
     *
     * @return the number
     */
    public int size() {
        return state.table().size() - state.table().undecodable();
    }

    /**
     * Looks up a value.
     *
     * @param key the key
     * @return its value, or empty if there is no such key
     */
    public Optional<V> get(String key) {
        ReplicaEntry<V> entry = state.table().find(key);
        return entry == null ? Optional.empty() : entry.content();
    }

    /**
     * Looks up an entry.
     *
     * @param key the key
     * @return its entry, or empty if there is no such key
     */
    public Optional<ReplicaEntry<V>> entry(String key) {
        return Optional.ofNullable(state.table().find(key)).filter(ReplicaEntry::isDecoded);
    }

    /**
     * Everything in it.
     *
     * @return the entries in key order (unsigned UTF-8 bytes)
     */
    public List<ReplicaEntry<V>> entries() {
        return state.table().sorted();
    }

    /**
     * The part of it in a range.
     *
     * @param range the range, relative to the namespace of the store
     * @return the entries in key order
     */
    public List<ReplicaEntry<V>> entries(KeyRange range) {
        List<ReplicaEntry<V>> all = entries();
        int from = firstAtOrAfter(all, range.start());
        int to = range.end().isEmpty() ? all.size() : firstAtOrAfter(all, range.end());
        return all.subList(from, Math.max(from, to));
    }

    private static <V> int firstAtOrAfter(List<ReplicaEntry<V>> entries, Bytes bound) {
        int from = 0;
        int to = entries.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Bytes.utf8(entries.get(middle).key()).compareTo(bound) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @Override
    public Iterator<ReplicaEntry<V>> iterator() {
        return entries().iterator();
    }

    /** The revision and the number of entries. */
    @Override
    public String toString() {
        return "ReplicaSnapshot[" + size() + " entries at revision " + revision() + "]";
    }
}
