package io.gatewaystore.testkit.scripted;

import io.etcd.jetcd.api.KeyValue;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** What a scripted server has said of its history: its revision, and the changes it told of. Thread-safe. */
final class Told {

    private final Lock lock = new ReentrantLock();
    private final Map<String, TreeMap<Long, ScriptedChange>> changes = new TreeMap<>();
    private long revision = 1;

    long revision() {
        lock.lock();
        try {
            return revision;
        } finally {
            lock.unlock();
        }
    }

    void heardOf(long at) {
        lock.lock();
        try {
            revision = Math.max(revision, at);
        } finally {
            lock.unlock();
        }
    }

    void add(ScriptedChange change) {
        lock.lock();
        try {
            changes.computeIfAbsent(change.key(), key -> new TreeMap<>()).put(change.revision(), change);
            revision = Math.max(revision, change.revision());
        } finally {
            lock.unlock();
        }
    }

    /** Sets the revision, and forgets what was said of later ones. */
    void set(long newRevision) {
        lock.lock();
        try {
            revision = newRevision;
            changes.values()
                    .forEach(history -> history.tailMap(newRevision, false).clear());
        } finally {
            lock.unlock();
        }
    }

    void forgetChanges() {
        lock.lock();
        try {
            changes.clear();
        } finally {
            lock.unlock();
        }
    }

    /** A key as it was at a revision. One whose deletion is the first thing that was told of it existed before. */
    Optional<KeyValue> find(String key, long at) {
        lock.lock();
        try {
            TreeMap<Long, ScriptedChange> history = changes.getOrDefault(key, new TreeMap<>());
            Map.Entry<Long, ScriptedChange> last = history.floorEntry(at);
            if (last != null) {
                return Optional.of(last.getValue())
                        .filter(change -> change.value().isPresent())
                        .map(change -> Messages.event(change).getKv());
            }
            return Optional.ofNullable(history.firstEntry())
                    .map(Map.Entry::getValue)
                    .filter(change -> change.value().isEmpty())
                    .map(change -> Messages.event(ScriptedChange.put(key, 1)).getKv());
        } finally {
            lock.unlock();
        }
    }
}
