package io.gatewaystore.replica;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** Who has applied a revision, of those who were there at the beginning. Thread-safe. */
final class Roll {

    private final long revision;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock. Keys, and of those who are pending the revision that their key was created at: one created
    // later is another member's.
    private final Map<String, Long> pending = new HashMap<>();
    private final Set<String> applied = new TreeSet<>();
    private final Set<String> left = new TreeSet<>();

    Roll(long revision, ReplicaSnapshot<Long> members) {
        this.revision = revision;
        for (ReplicaEntry<Long> member : members) {
            pending.put(member.key(), member.createRevision());
        }
        see(members);
    }

    long revision() {
        return revision;
    }

    boolean isComplete() {
        lock.lock();
        try {
            return pending.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void see(ReplicaSnapshot<Long> members) {
        lock.lock();
        try {
            Set.copyOf(pending.keySet()).forEach(key -> see(key, members.entry(key)));
        } finally {
            lock.unlock();
        }
    }

    void see(ReplicaChange<Long> change) {
        lock.lock();
        try {
            see(change.key(), change.after());
        } finally {
            lock.unlock();
        }
    }

    private void see(String key, Optional<ReplicaEntry<Long>> member) {
        Long created = pending.get(key);
        if (created == null) {
            return;
        }
        if (member.isEmpty() || member.get().createRevision() != created) {
            pending.remove(key);
            left.add(key);
        } else if (member.get().value() >= revision && isOfThisHistory(member.get())) {
            pending.remove(key);
            applied.add(key);
        }
    }

    /** A member that comes back after the store was wiped, or restored, may say again what it said before; it had shown that before it wrote it. */
    private static boolean isOfThisHistory(ReplicaEntry<Long> member) {
        return member.value() < member.modRevision();
    }

    /** How it stands, with the names of members in place of their keys. */
    Rollout rollout(String directory) {
        UnaryOperator<String> name = key -> key.substring(directory.length());
        lock.lock();
        try {
            return new Rollout(revision, names(applied, name), names(left, name), names(pending.keySet(), name));
        } finally {
            lock.unlock();
        }
    }

    private static Set<String> names(Set<String> keys, UnaryOperator<String> name) {
        Set<String> names = new TreeSet<>(KeyOrder.INSTANCE);
        keys.forEach(key -> names.add(name.apply(key)));
        return names;
    }
}
