package io.gatewaystore.testkit.history;

import java.util.List;

/**
 * What clients and watches of one store were told, in a range of keys that nobody else writes to and that was empty at first.
 *
 * <p>Immutable.
 *
 * @param calls the calls
 * @param watches the watches
 */
public record History(List<Call> calls, List<WatchLog> watches) {

    /**
     * Creates a history.
     *
     * @param calls the calls; copied
     * @param watches the watches; copied
     */
    public History {
        calls = List.copyOf(calls);
        watches = List.copyOf(watches);
    }
}
