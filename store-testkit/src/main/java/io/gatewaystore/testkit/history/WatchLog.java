package io.gatewaystore.testkit.history;

import io.gatewaystore.KeyRange;
import io.gatewaystore.watch.WatchEvent;
import java.util.List;
import java.util.Objects;

/**
 * What a watch was told.
 *
 * <p>Immutable.
 *
 * @param name the watch's name
 * @param range what it watches
 * @param from the first revision it is to be told of; 0 if it begins with a snapshot
 * @param exact whether its resyncs are exact: it has a snapshot or a baseline
 * @param told what it was told, in order
 */
public record WatchLog(String name, KeyRange range, long from, boolean exact, List<WatchEvent> told) {

    /**
     * Creates a log.
     *
     * @param name the watch's name
     * @param range what it watches
     * @param from the first revision it is to be told of
     * @param exact whether its resyncs are exact
     * @param told what it was told; copied
     */
    public WatchLog {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(range, "range");
        told = List.copyOf(told);
    }
}
