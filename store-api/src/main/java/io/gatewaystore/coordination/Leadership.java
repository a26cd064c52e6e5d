package io.gatewaystore.coordination;

import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * An election that was won, until it is resigned or lost.
 *
 * <p>Thread-safe.
 */
public final class Leadership implements AutoCloseable {

    private final WaitingLine line;
    private final Place place;

    Leadership(WaitingLine line, Place place) {
        this.line = line;
        this.place = place;
    }

    /**
     * A number that is higher than that of every leader before and lower than that of every leader after.
     *
     * @return the token
     */
    public long fencingToken() {
        return place.token();
    }

    /**
     * Whether this is the leader, as far as can be known here; see {@link HeldLock#isHeld()}.
     *
     * @return true until it is resigned or lost
     */
    public boolean isHeld() {
        return place.isHeld();
    }

    /**
     * How long this will certainly be the leader, unless its session is renewed before that.
     *
     * @return the time, zero if it is not the leader
     */
    public Duration remaining() {
        return place.remaining();
    }

    /**
     * Tells of the loss of the leadership: its session was lost or closed, or somebody deleted its key.
     *
     * @return completes when it is lost, on a thread of the store's or of whoever found out; never if it is resigned before
     */
    public CompletionStage<Void> lost() {
        return place.lost();
    }

    /**
     * The store of the session, with a condition on every write: this is still the leader; see {@link HeldLock#fenced()}.
     *
     * @return a view
     */
    public Store fenced() {
        return place.fenced();
    }

    /**
     * Changes what the leader tells of itself.
     *
     * @param value the new value, which observers are told
     * @throws io.gatewaystore.error.LockLostException if this is not the leader any more
     * @throws io.gatewaystore.error.StoreException as a write may fail
     */
    public void proclaim(Bytes value) {
        fenced().put(place.key(), value, WriteOptions.onSession(line.session()));
    }

    /** Resigns: the next candidate leads. Does nothing if it was lost or resigned before. */
    @Override
    public void close() {
        place.leave();
    }
}
