package io.gatewaystore.spi;

import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.Resync;
import java.util.List;

/**
 * Takes what a backend's watch reports. Called by one thread at a time; returns at once. A call may lead back into the backend, to a
 * request or to the end of this watch, so none is made while holding a lock that these wait for.
 *
 * <p>Safe for use by one thread at a time.
 */
public interface WatchSink {

    /**
     * The store accepted the watch, for the first time or again after a break.
     *
     * @param revision the store's revision then: a watch for the next change delivers those after it
     */
    void created(long revision);

    /**
     * One revision changed the range. A revision is handed over as soon as it is known to be whole, never in parts, never twice, and later
     * ones after earlier ones.
     *
     * @param revision the revision
     * @param events what it changed, at least one
     */
    void events(long revision, List<RawEvent> events);

    /**
     * Everything up to a revision has been handed over.
     *
     * @param revision the revision
     */
    void progress(long revision);

    /**
     * The history from the next wanted revision on is gone, be it at the start, with or without {@link #created} before, or after a break. Ends
     * this watch; whoever holds the sink reads the range anew and starts
     * another.
     *
     * @param reason why it is gone
     */
    void historyLost(Resync.Reason reason);

    /**
     * The watch cannot go on. Ends it.
     *
     * @param cause why
     */
    void failed(StoreException cause);
}
