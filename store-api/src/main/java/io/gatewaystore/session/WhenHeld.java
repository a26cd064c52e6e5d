package io.gatewaystore.session;

/**
 * What a registration does when somebody else holds its key: at its beginning, and when it heals after the session was lost. A key on an earlier lease
 * of the same session is nobody else's.
 *
 * <p>Immutable.
 */
public enum WhenHeld {
    /** It fails, and ends. */
    FAIL,
    /**
     * It takes the key: the other one's value is overwritten. One that loses its key to another while its session is well does not take it back but ends, so that two do
     * not wrestle for ever: the newer one has it.
     */
    TAKE_OVER,
    /** It waits until the key is deleted, and takes it then. */
    WAIT
}
