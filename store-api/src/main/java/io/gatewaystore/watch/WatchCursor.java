package io.gatewaystore.watch;

import java.time.Duration;
import java.util.Optional;

/**
 * A running watch to take events from, instead of being called with them.
 *
 * <pre>{@code
 * try (WatchCursor cursor = store.cursor(KeyRange.directory("services"), WatchOptions.snapshotThenChanges())) {
 *     while (running) {
 *         WatchEvent event = cursor.next(Duration.ofSeconds(1)).orElse(null);
 *         if (event instanceof WatchEvent.Snapshot snapshot) {
 *             table.reset(snapshot.listing());
 *         } else if (event instanceof ChangeSet changes) {
 *             changes.forEach(table::apply);
 *         } else if (event instanceof Resync resync) {
 *             table.reset(resync.current());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Events come as a {@link WatchListener} would be told of them: in order, whole revisions, each once. Events that are not taken wait in the
 * queue of {@link WatchOptions#onSlowConsumer}; whoever does not take them in time is a slow consumer and meets that policy. A cursor needs
 * no thread of its own.
 *
 * <p>{@link #close()} may be called by any thread, and ends a {@link #next} that waits.
 *
 * <p>Safe for use by one thread at a time.
 */
public interface WatchCursor extends AutoCloseable {

    /**
     * Takes the next event, waiting for it if there is none yet.
     *
     * @param timeout how long to wait at most; {@link Duration#ZERO} does not wait
     * @return the event, or empty if none came in time
     * @throws IllegalArgumentException if the time is negative
     * @throws io.gatewaystore.error.InterruptedStoreException if the thread is interrupted while it waits, or before; it stays interrupted, and no
     *     event is lost
     * @throws io.gatewaystore.error.StoreException if the watch ended by itself (permission denied, store closed, {@link SlowConsumer#FAIL}) and all
     *     events before that have been taken; every later call fails in the same way
     * @throws io.gatewaystore.error.StoreClosedException if the cursor or the store is closed
     * @throws IllegalStateException on one of the store's I/O threads
     */
    Optional<WatchEvent> next(Duration timeout);

    /**
     * The revision of the last event taken.
     *
     * @return the revision, 0 if none was taken yet
     */
    long revision();

    /** Ends the watch; events not taken are dropped. May be called more than once. */
    @Override
    void close();
}
