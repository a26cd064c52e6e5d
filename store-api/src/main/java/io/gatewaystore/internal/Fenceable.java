package io.gatewaystore.internal;

import io.gatewaystore.Store;

/**
 * A store of which a fenced view can be made; every store of this library {@linkplain Store#unwrap unwraps} to one.
 *
 * <p>Thread-safe.
 */
public interface Fenceable {

    /**
     * This store with a condition on every write, of views of the view too.
     *
     * @param fence the condition
     * @return the view
     */
    Store fenced(Fence fence);
}
