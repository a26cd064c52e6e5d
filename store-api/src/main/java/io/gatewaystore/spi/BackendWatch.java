package io.gatewaystore.spi;

import io.gatewaystore.watch.WatchState;

/**
 * A watch at a backend.
 *
 * <p>Thread-safe.
 */
public interface BackendWatch {

    /** Asks for one call of {@link WatchSink#progress} soon. May be ignored while the watch catches up. */
    void requestProgress();

    /**
     * How up to date the watch is. A backend that has no connections to lose need not override it.
     *
     * @return the state at this moment; {@linkplain WatchState#live() live} unless overridden
     */
    default WatchState state() {
        return WatchState.live();
    }

    /** Ends the watch. The sink is told nothing more once this has returned, but for a call that is already running. */
    void close();
}
