package io.gatewaystore.internal;

import io.gatewaystore.error.StoreException;
import io.gatewaystore.txn.Compare;

/**
 * What has to be true for a write to be made.
 *
 * <p>Thread-safe.
 */
public interface Fence {

    /**
     * What the store is asked with every write.
     *
     * @return the condition, in the namespace of the store that is fenced
     */
    Compare condition();

    /**
     * What this client knows by itself, before a write is sent.
     *
     * @return whether the condition may still hold
     */
    boolean mayHold();

    /**
     * It does not hold: nothing was written, and nothing will be.
     *
     * @return what to tell the writer
     */
    StoreException broken();
}
