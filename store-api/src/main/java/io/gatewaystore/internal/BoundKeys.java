package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a session knows of the keys on its lease: those that a write is known to have bound to it, and those that a write under way may bind. Any other that is
 * found there was left behind by a write that nobody waited for.
 */
final class BoundKeys {

    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    /** For each key how many of its writes are under way. */
    private final Map<Bytes, Integer> writing = new HashMap<>();
    /** For each key that is bound, at which moment it became known. */
    private final Map<Bytes, Long> known = new HashMap<>();

    private long moment;

    /** Writes begin that may bind keys. */
    void begin(Collection<Bytes> keys) {
        lock.lock();
        try {
            keys.forEach(key -> writing.merge(key, 1, Integer::sum));
        } finally {
            lock.unlock();
        }
    }

    /** The same writes have ended, as far as anybody will know. */
    void end(Collection<Bytes> keys, Collection<Bytes> bound) {
        lock.lock();
        try {
            moment++;
            bound.forEach(key -> known.put(key, moment));
            keys.forEach(key -> writing.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1));
        } finally {
            lock.unlock();
        }
    }

    /** Nobody wants the key any more: if it is still there, it is a leftover. */
    void forget(Bytes key) {
        lock.lock();
        try {
            known.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /** The lease is another one, and nothing is bound to it yet. */
    void forgetAll() {
        lock.lock();
        try {
            known.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The moment to compare a listing with that is about to be made. */
    long now() {
        lock.lock();
        try {
            return moment;
        } finally {
            lock.unlock();
        }
    }

    boolean isLeftover(Bytes key) {
        lock.lock();
        try {
            return !known.containsKey(key) && !writing.containsKey(key);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is not on the lease any more, and tells which keys there are left over. */
    List<Bytes> compare(List<Bytes> listed, long listedAfter) {
        Set<Bytes> present = new HashSet<>(listed);
        lock.lock();
        try {
            known.entrySet().removeIf(entry -> entry.getValue() <= listedAfter && !present.contains(entry.getKey()));
        } finally {
            lock.unlock();
        }
        return listed.stream().filter(this::isLeftover).toList();
    }
}
