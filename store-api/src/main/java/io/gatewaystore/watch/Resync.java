package io.gatewaystore.watch;

import io.gatewaystore.Listing;
import java.util.List;
import java.util.Objects;

/**
 * A gap in the history, bridged: what the watched range is now, and how that differs from what the listener was told.
 *
 * <p>The difference is exact, deletions included, for a watch that began with a snapshot or has a {@linkplain WatchOptions#withBaseline()
 * baseline}. Any other can account only for keys it was told of: of those, the ones that are gone appear as deletions; a key that existed
 * before the watch began and vanished during the gap cannot be known. Where the history is another one ({@link Reason#HISTORY_REWOUND}, {@link
 * Reason#CLUSTER_CHANGED}) every key there is appears as a put, since equal revisions no longer mean equal values. A watch {@linkplain WatchOptions#withoutDifference() without
 * difference} gets none.
 *
 * <p>Immutable.
 *
 * @param reason why there is a gap
 * @param current the whole range as it is now; the watch goes on at {@code current.revision() + 1}
 * @param changes the difference; a deletion carries the modRevision the key last had
 */
public record Resync(Reason reason, Listing current, List<Change> changes) implements WatchEvent {

    /**
     * Why history is missing.
     *
     * <p>Immutable.
     */
    public enum Reason {
        /** The store compacted the history between the last change delivered and now. */
        COMPACTED,
        /** The store's revision went back: it was wiped, or restored from an older snapshot. */
        HISTORY_REWOUND,
        /** Another cluster answers at the configured endpoints. */
        CLUSTER_CHANGED
    }

    /**
     * Creates a resync.
     *
     * @param reason why there is a gap
     * @param current the whole range as it is now
     * @param changes the difference; copied
     */
    public Resync {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(current, "current");
        changes = List.copyOf(changes);
    }

    /**
     * The revision the range is shown at.
     *
     * @return the revision of {@link #current()}
     */
    @Override
    public long revision() {
        return current.revision();
    }
}
