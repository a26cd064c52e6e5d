package io.gatewaystore.memory;

import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.FutureRevisionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest snapshot and those before it, as far back as they are kept.
 *
 * <p>Reading needs no lock; what changes the history is called under the lock for writes. Invariants: the revisions from {@code oldest} to that of
 * {@code newest} are all there; a snapshot can be found by its number before it becomes the newest, and {@code compacted} has passed it before
 * it cannot be found any more.
 */
final class History {

    private final int mostRevisions;
    private final long mostBytes;
    private final ConcurrentMap<Long, Snapshot> snapshots = new ConcurrentHashMap<>();
    private volatile Snapshot newest = Snapshot.initial();
    private volatile long compacted;
    private long oldest;
    private long bytes;

    /**
     * Creates a history.
     *
     * @param mostRevisions how many revisions before the newest are kept
     * @param mostBytes how many bytes these may have written
     */
    History(int mostRevisions, long mostBytes) {
        this.mostRevisions = mostRevisions;
        this.mostBytes = mostBytes;
        oldest = newest.revision();
        snapshots.put(oldest, newest);
    }

    Snapshot newest() {
        return newest;
    }

    /** The oldest revision that can still be read, 0 if nothing was ever compacted. */
    long compacted() {
        return compacted;
    }

    /** The snapshot to read: the newest for revision 0 or less, as in etcd. */
    Snapshot at(long revision) {
        Snapshot current = newest;
        if (revision <= 0 || revision == current.revision()) {
            return current;
        }
        if (revision > current.revision()) {
            throw future(revision, current.revision());
        }
        Snapshot found = find(revision);
        if (found == null) {
            throw new CompactedException(revision, compacted, null);
        }
        return found;
    }

    @Nullable
    Snapshot find(long revision) {
        return snapshots.get(revision);
    }

    void append(Snapshot following) {
        Snapshot previous = newest;
        snapshots.put(following.revision(), following);
        newest = following;
        previous.linkTo(following);
        bytes += following.bytes();
        while (following.revision() - oldest > mostRevisions || (bytes > mostBytes && oldest < following.revision())) {
            dropOldest();
        }
    }

    void compact(long revision) {
        if (revision > newest.revision()) {
            throw future(revision, newest.revision());
        }
        if (revision <= compacted) {
            throw new CompactedException(revision, compacted, null);
        }
        compacted = revision;
        while (oldest < revision) {
            dropOldest();
        }
    }

    private void dropOldest() {
        compacted = Math.max(compacted, oldest + 1);
        Snapshot dropped = snapshots.remove(oldest);
        oldest++;
        if (dropped != null) {
            bytes -= dropped.bytes();
        }
    }

    private static FutureRevisionException future(long revision, long newest) {
        return new FutureRevisionException(
                "revision " + revision + " does not exist yet (newest: " + newest + "); read it later", null);
    }
}
