package io.gatewaystore.spi;

/**
 * A watch at a backend.
 *
 * <p>Thread-safe.
 */
public interface BackendWatch {

    /** Asks for one call of {@link WatchSink#progress} soon. May be ignored while the watch catches up. */
    void requestProgress();

    /** Ends the watch. The sink is told nothing more once this has returned, but for a call that is already running. */
    void close();
}
