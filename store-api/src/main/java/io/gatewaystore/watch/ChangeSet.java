package io.gatewaystore.watch;

import java.util.Iterator;
import java.util.List;

/**
 * Everything that one revision changed in the watched range: a transaction, or the end of a lease with a thousand keys, arrives
 * whole. Only a listener that fell behind under {@link SlowConsumer#COALESCE}, or that leaves {@link WatchListener#onResync} as it is, gets several
 * revisions as one set.
 *
 * <p>Immutable.
 *
 * @param revision the revision, the newest one if there are several
 * @param changes the changes, at least one; a key appears once
 */
public record ChangeSet(long revision, List<Change> changes) implements WatchEvent, Iterable<Change> {

    /**
     * Creates a change set.
     *
     * @param revision the revision
     * @param changes the changes; copied
     */
    public ChangeSet {
        changes = List.copyOf(changes);
    }

    @Override
    public Iterator<Change> iterator() {
        return changes.iterator();
    }
}
