package io.gatewaystore.internal;

import io.gatewaystore.Store;
import io.gatewaystore.session.Session;

/**
 * What locks and elections need of a store beyond its verbs; every store of this library {@linkplain Store#unwrap unwraps} to one.
 *
 * <p>Thread-safe.
 */
public interface Coordination {

    /**
     * This store with a condition on every write, of views of the view too.
     *
     * @param fence the condition
     * @return the view
     */
    Store fenced(Fence fence);

    /**
     * Deletes a key that was bound to a session; if that cannot be done now, the session does it at its next renewal. Waits within the deadline of the store, unless the
     * thread is interrupted or one of the store's I/O threads. Never fails.
     *
     * @param session the session
     * @param key the key, in the namespace of this store
     */
    void abandon(Session session, String key);
}
