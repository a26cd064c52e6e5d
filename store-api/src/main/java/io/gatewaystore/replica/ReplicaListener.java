package io.gatewaystore.replica;

import io.gatewaystore.error.StoreException;

/**
 * Is told how a {@link Replica} changes.
 *
 * <p><strong>Order.</strong> First {@link #onSnapshot}, then every change after that, in order, each after the replica contains it: a read
 * made in a callback shows at least what the callback tells. A listener that falls more than 1,024 states behind is told of the newest of them as one,
 * each key once with its value before and after; those of a resync or a repair stay apart.
 *
 * <p><strong>Threads.</strong> Callbacks of one listener never overlap; they run on the store's own threads, may block, and hold up neither the replica
 * nor other listeners. What they throw is logged, and the listener is told of what comes next.
 *
 * <p>Safe for use by one thread at a time.
 *
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface ReplicaListener<V> {

    /**
     * The replica went from one state to the next.
     *
     * @param changes the difference
     */
    void onChanges(ReplicaChanges<V> changes);

    /**
     * The replica as it was when the listener was added. Called once, first. Unless overridden, does nothing: only changes are told.
     *
     * @param snapshot the state that the first change begins with
     */
    default void onSnapshot(ReplicaSnapshot<V> snapshot) {}

    /**
     * The replica is told of no more changes: the store was closed, or refuses to be watched. Not called after {@link Replica#close()}. Unless
     * overridden, does nothing.
     *
     * @param cause why
     */
    default void onFailure(StoreException cause) {}
}
