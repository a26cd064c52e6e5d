package io.gatewaystore.coordination;

import io.gatewaystore.Store;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A lock that was acquired. Any thread may use it and release it.
 *
 * <p>Thread-safe.
 */
public final class HeldLock implements AutoCloseable {

    private final Place place;

    HeldLock(Place place) {
        this.place = place;
    }

    /**
     * A number that is higher than that of every holder before and lower than that of every holder after: the revision that created the ticket. A resource outside of the store
     * that remembers the highest it has seen, and refuses lower ones, is safe from holders that do not know of their loss yet. (A store that was wiped or restored from a snapshot
     * counts its revisions anew: what such a resource remembers has to be reset with it.)
     *
     * @return the token
     */
    public long fencingToken() {
        return place.token();
    }

    /**
     * Whether the lock is held, as far as can be known here: the store keeps the ticket for certain at the moment of the question, unless somebody has just deleted it by hand.
     * A moment later it may be lost, and a suspended machine, whose clock stood still, may not know; only a fenced write, or a resource that compares tokens, is safe from that.
     *
     * @return true until it is released or lost
     */
    public boolean isHeld() {
        return place.isHeld();
    }

    /**
     * How long the lock will certainly be held, unless its session is renewed before that.
     *
     * @return the time, zero if it is not held
     */
    public Duration remaining() {
        return place.remaining();
    }

    /**
     * Tells of the loss of the lock: its session was lost or closed, or somebody deleted its ticket.
     *
     * @return completes when the lock is lost, on a thread of the store's or of whoever found out; never if it is released before
     */
    public CompletionStage<Void> lost() {
        return place.lost();
    }

    /**
     * The store of the session, with a condition on every write, be it by whichever verb or view, blocking or not: the lock is still held. A write for which that is not true fails with
     * {@link io.gatewaystore.error.LockLostException}, and nothing is written; this is decided by the store itself, together with the write. Reads and watches are not
     * concerned.
     *
     * <p>Each write becomes a transaction with one compare more, or nested in another one, which counts against the limits of the store.
     *
     * @return a view
     */
    public Store fenced() {
        return place.fenced();
    }

    /** Releases the lock: the next in the queue has it. Does nothing if it was lost or released before. */
    @Override
    public void close() {
        place.leave();
    }
}
