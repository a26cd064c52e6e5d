package io.gatewaystore.watch;

import io.gatewaystore.KeyRange;
import java.util.Objects;

/**
 * What a store tells of one of its watches.
 *
 * <p>Immutable.
 *
 * @param range what is watched, in whole keys whatever namespace the watch was made in
 * @param revision the revision its listener was given last, 0 if it was given nothing yet
 * @param state how up to date it is
 */
public record WatchStatus(KeyRange range, long revision, WatchState state) {

    /**
     * Creates a status.
     *
     * @param range what is watched
     * @param revision the revision its listener was given last
     * @param state how up to date it is
     */
    public WatchStatus {
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(state, "state");
    }
}
