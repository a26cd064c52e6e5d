package io.gatewaystore.watch;

import io.gatewaystore.Listing;
import io.gatewaystore.error.StoreException;

/**
 * Is told what happens in a watched range.
 *
 * <p><strong>Order and completeness.</strong> Every revision that changed the range is delivered once, in order, as a whole (a listener under
 * {@link SlowConsumer#COALESCE} may get several as one). When a connection breaks, the watch goes on at another member with nothing lost and nothing repeated. Where that is impossible because the
 * store no longer has the history, exactly one {@link #onResync} tells the difference; an implementation that does not override it gets
 * that difference through {@link #onChanges}, so it need not know about gaps at all.
 *
 * <p><strong>Threads.</strong> Callbacks of one watch never overlap and see each other's effects; they run on the store's own threads,
 * never on an I/O thread, and may block, call the store, or close the watch. An exception thrown by a callback is logged, and the watch goes
 * on.
 *
 * <p>Safe for use by one thread at a time.
 */
@FunctionalInterface
public interface WatchListener {

    /**
     * One revision changed the range.
     *
     * @param changes what it changed
     */
    void onChanges(ChangeSet changes);

    /**
     * The range as it was when the watch began. Called once, first, and only for a watch with
     * {@link WatchOptions#snapshotThenChanges()}. Changes begin at {@code snapshot.revision() + 1}. Unless overridden, does nothing: only
     * the changes are told.
     *
     * @param snapshot the range
     */
    default void onSnapshot(Listing snapshot) {}

    /**
     * Everything up to a revision has been delivered, although nothing changed lately. Called only for a watch with
     * {@link WatchOptions#withProgress()}, about every two seconds, and only if the store's revision has moved past what was told last; a
     * listener that is behind is told of the newest progress only.
     *
     * @param revision the revision
     */
    default void onProgress(long revision) {}

    /**
     * History is missing; this is the difference. Unless overridden, passes it to {@link #onChanges} as one change set at the revision of
     * the resync, or does nothing if there is no difference.
     *
     * @param resync what the range is now, and the difference to what this listener was told
     */
    default void onResync(Resync resync) {
        if (!resync.changes().isEmpty()) {
            onChanges(new ChangeSet(resync.revision(), resync.changes()));
        }
    }

    /**
     * The watch ended by itself and delivers nothing more. Also called, with a {@link io.gatewaystore.error.StoreClosedException}, when the
     * store is closed; not after {@link Watch#close()}. Unless overridden, does nothing.
     *
     * @param cause why
     */
    default void onFailure(StoreException cause) {}
}
