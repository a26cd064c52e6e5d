package io.gatewaystore.session;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.Subscription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A lease of the store that this client keeps alive. Keys that are bound to it, by {@link #register} or {@link io.gatewaystore.WriteOptions#onSession}, live as long as
 * it does, and are deleted when the client is gone for longer than the TTL.
 *
 * <pre>{@code
 * Session session = store.session();                       // one for all of this opened store
 * session.register("nodes/7", address, WhenHeld.TAKE_OVER);
 * }</pre>
 *
 * <p><strong>Validity</strong> is counted on the monotonic clock, from the moment at which the last renewal that the store acknowledged was sent, and ends a little
 * before the TTL is over: before the store can delete anything. It is looked at whenever it is asked for, so that a process that was paused for too long
 * knows at the first question; a wall clock that jumps changes nothing. (A machine that is suspended as a whole may stop this clock too: then only a
 * {@linkplain io.gatewaystore.coordination.HeldLock#fenced() fenced} write knows.) The session renews its lease three times within the TTL. A renewal that fails is not a
 * loss: it is tried again until the validity is over.
 *
 * <p><strong>After a loss</strong> the old lease is revoked, as far as the store can be reached, and a new one is taken. Keys that were bound to
 * the old one are gone then, or about to go; only {@linkplain Registration registrations} come back by themselves.
 *
 * <p><strong>Late arrivals.</strong> At every renewal the session deletes keys on its lease that it does not know: what a cancelled write, or one whose outcome
 * was unknown, left behind after all.
 *
 * <p>Thread-safe.
 */
public interface Session extends AutoCloseable {

    /**
     * How the session stands at this moment.
     *
     * @return the state
     */
    SessionState state();

    /**
     * How long the store will certainly keep what is bound to the session, unless it is renewed before that.
     *
     * @return the time, zero if the session is lost or closed
     */
    Duration remaining();

    /**
     * How many leases the session has had: 1 at first, one more after each loss. Who reads {@link #remaining()} first, and then finds the epoch to be that in which
     * a key was bound, knows that nothing was lost between.
     *
     * @return the number
     */
    long epoch();

    /**
     * How long keys of the session outlive a client that is gone.
     *
     * @return the TTL, in whole seconds
     */
    Duration ttl();

    /**
     * The store on which the session was asked for: keys of registrations are relative to its namespace.
     *
     * @return the store
     */
    Store store();

    /**
     * Tells a listener of every change of the state from now on.
     *
     * @param listener is told, on a thread of the store's
     * @return stands for the listener, to end it; it ends with the store too
     */
    Subscription onStateChange(SessionListener listener);

    /**
     * Keeps a key in the store for as long as the session lives: {@code register(key, value, policy, event -> {})}.
     *
     * @param key the key
     * @param value its value
     * @param policy what happens when somebody else holds the key
     * @return the registration, to change its value and to end it
     */
    default Registration register(String key, Bytes value, WhenHeld policy) {
        return register(key, value, policy, event -> {});
    }

    /**
     * Keeps a key in the store for as long as the session lives. Returns when the key is registered or, under {@link WhenHeld#WAIT}, when it is
     * known that somebody else holds it. If it fails, or is given up by an interruption, nothing stays registered: what was written, or still arrives, is
     * deleted, by the session's next renewal at the latest.
     *
     * @param key the key
     * @param value its value
     * @param policy what happens when somebody else holds the key, now or after a loss
     * @param listener is told what happens to the registration, from its beginning on
     * @return the registration, to change its value and to end it
     * @throws io.gatewaystore.error.KeyHeldException if somebody else holds the key and the policy is {@link WhenHeld#FAIL}
     * @throws io.gatewaystore.error.SessionLostException if the session is lost or closed
     * @throws io.gatewaystore.error.DeadlineExceededException if it is not known within the deadline of the store who holds the key
     * @throws io.gatewaystore.error.StoreException as a write may fail
     * @throws IllegalArgumentException if the key is not well-formed, or registered on this session already
     */
    Registration register(String key, Bytes value, WhenHeld policy, RegistrationListener listener);

    /**
     * Does what {@link #register(String, Bytes, WhenHeld, RegistrationListener)} does, without blocking.
     *
     * @param key the key
     * @param value its value
     * @param policy what happens when somebody else holds the key, now or after a loss
     * @param listener is told what happens to the registration, from its beginning on
     * @return the registration; fails as the blocking form does. Cancelling it before it has completed ends the registration
     * @throws IllegalArgumentException if the key is not well-formed, or registered on this session already
     */
    CompletableFuture<Registration> registerAsync(
            String key, Bytes value, WhenHeld policy, RegistrationListener listener);

    /**
     * Ends the session for everybody who shares it, and deletes what is bound to it. Waits for that within the deadline of the store, except on an I/O thread; if the store
     * cannot be reached the keys live out their TTL. May be called more than once.
     */
    @Override
    void close();
}
