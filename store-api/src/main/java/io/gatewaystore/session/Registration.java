package io.gatewaystore.session;

import io.gatewaystore.Bytes;
import java.util.concurrent.CompletableFuture;

/**
 * A key that a session keeps in the store: {@link Session#register}. If it is deleted, because the session was lost or by somebody's hand, it comes back by
 * itself, unless somebody else holds the key by then; what happens in that case is its {@link WhenHeld} policy.
 *
 * <p>Thread-safe.
 */
public interface Registration extends AutoCloseable {

    /**
     * How a registration stands.
     *
     * <p>Immutable.
     */
    enum State {
        /** The key is in the store, with a value of this registration. */
        REGISTERED,
        /** The key was lost, and comes back as soon as the store can be reached. */
        HEALING,
        /** Somebody else holds the key; it is waited for. */
        WAITING,
        /** The registration was closed or failed, or its session or store was closed. */
        ENDED
    }

    /**
     * The key.
     *
     * @return the key, in the namespace of the session's store
     */
    String key();

    /**
     * How the registration stands, as far as is known: what happens in the store is heard of a moment later.
     *
     * @return the state
     */
    State state();

    /**
     * The revision of the last write of this registration that is known.
     *
     * @return the revision, 0 if it has not written yet
     */
    long revision();

    /**
     * Changes the value. Waits until it is written; a registration that heals, or waits for the key, writes it as soon as it can.
     *
     * @param value the new value
     * @throws IllegalStateException if the registration has ended
     * @throws io.gatewaystore.error.DeadlineExceededException if it was not written within the deadline of the store; it will be, unless another is set before
     * @throws io.gatewaystore.error.StoreException as a write may fail; it is then tried again, until another value is set
     */
    void setValue(Bytes value);

    /**
     * Does what {@link #setValue} does, without blocking.
     *
     * @param value the new value
     * @return completes when the value is written; fails as the blocking form does
     */
    CompletableFuture<Void> setValueAsync(Bytes value);

    /**
     * Ends the registration and deletes the key, unless somebody else has taken it. Waits for that within the deadline of the store, except on an I/O thread; if the store cannot be
     * reached, the session deletes the key at its next renewal. May be called more than once.
     */
    @Override
    void close();
}
