package io.gatewaystore.watch;

import io.gatewaystore.Listing;
import java.util.Objects;

/**
 * What a {@link WatchCursor} gives: one of the four things a {@link WatchListener} is told.
 *
 * <ul>
 *   <li>a {@link ChangeSet}: see {@link WatchListener#onChanges};
 *   <li>a {@link Snapshot}: see {@link WatchListener#onSnapshot};
 *   <li>a {@link Progress}: see {@link WatchListener#onProgress};
 *   <li>a {@link Resync}: see {@link WatchListener#onResync}. A cursor does not turn it into a change set by itself.
 * </ul>
 *
 * <p>Immutable.
 */
public sealed interface WatchEvent permits ChangeSet, Resync, WatchEvent.Snapshot, WatchEvent.Progress {

    /**
     * The revision up to which everything has been told with this event.
     *
     * @return the revision
     */
    long revision();

    /**
     * The range as it was when the watch began.
     *
     * <p>Immutable.
     *
     * @param listing the range; changes begin at {@code listing.revision() + 1}
     */
    record Snapshot(Listing listing) implements WatchEvent {

        /**
         * Creates an event.
         *
         * @param listing the range
         */
        public Snapshot {
            Objects.requireNonNull(listing, "listing");
        }

        @Override
        public long revision() {
            return listing.revision();
        }
    }

    /**
     * Everything up to a revision has been told, although nothing changed lately.
     *
     * <p>Immutable.
     *
     * @param revision the revision
     */
    record Progress(long revision) implements WatchEvent {}
}
