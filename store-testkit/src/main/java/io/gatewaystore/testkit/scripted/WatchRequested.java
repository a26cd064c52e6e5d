package io.gatewaystore.testkit.scripted;

import io.gatewaystore.KeyRange;

/**
 * What a client asks of a watch stream.
 *
 * <p>Immutable.
 */
public sealed interface WatchRequested {

    /**
     * A watch is to be created.
     *
     * <p>Immutable.
     *
     * @param watchId the id the client chose, 0 if it left the choice to the server
     * @param range the range
     * @param startRevision the first revision wanted, 0 for the next one
     * @param fragments whether a large revision may come in several messages
     * @param previous whether events are to carry the entry as it was
     */
    record Create(long watchId, KeyRange range, long startRevision, boolean fragments, boolean previous)
            implements WatchRequested {}

    /**
     * A watch is to end.
     *
     * <p>Immutable.
     *
     * @param watchId its id
     */
    record Cancel(long watchId) implements WatchRequested {}

    /**
     * Progress is to be reported.
     *
     * <p>Immutable.
     */
    record Progress() implements WatchRequested {}
}
