package io.gatewaystore.session;

/**
 * Is told when the state of a session changes: {@link Session#onStateChange}.
 *
 * <p>Called on the store's own threads, one call at a time, in the order of the changes. It may block and may call the store; what it throws is logged.
 *
 * <p>Safe for use by one thread at a time.
 */
@FunctionalInterface
public interface SessionListener {

    /**
     * The state has changed.
     *
     * @param state what it changed to; by now it may be another
     */
    void onStateChange(SessionState state);
}
