package io.gatewaystore.status;

/**
 * Is told when the state of a store changes: {@link io.gatewaystore.Store#onStateChange}.
 *
 * <p>Called on the store's own threads, one call at a time, in the order of the changes. It may block and may call the store; what it throws is logged. Of
 * more than 16 changes that wait for it, the oldest are not told.
 *
 * <p>Safe for use by one thread at a time.
 */
@FunctionalInterface
public interface StateListener {

    /**
     * The state has changed. The last change of all is to {@link StoreState#CLOSED}.
     *
     * @param status what the store knew of itself at the change
     */
    void onStateChange(StoreStatus status);
}
