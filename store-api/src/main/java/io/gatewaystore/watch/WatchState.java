package io.gatewaystore.watch;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How up to date a watch is with its store. How far its listener has got is another matter, of which {@link Watch#revision()} tells.
 *
 * <p>Immutable.
 *
 * @param phase how up to date it is
 * @param staleSince for {@link Phase#STALE}, when the store was heard last, by this machine's clock; else empty
 */
public record WatchState(Phase phase, Optional<Instant> staleSince) {

    private static final WatchState LIVE = new WatchState(Phase.LIVE, Optional.empty());
    private static final WatchState CATCHING_UP = new WatchState(Phase.CATCHING_UP, Optional.empty());

    /**
     * How up to date a watch is.
     *
     * <p>Immutable.
     */
    public enum Phase {
        /** Told of changes as they happen. A watch of a revision that does not exist yet, which is waited for, is live too. */
        LIVE,
        /**
         * Told of changes that happened before: it has just begun or been resumed, reads its range, or waits for a slow listener. Ends with all of them
         * told, within moments unless there are many.
         */
        CATCHING_UP,
        /**
         * Cut off from the store, and trying to go on elsewhere. What happens there meanwhile is told later, once. A connection that breaks is noticed at once,
         * one that goes silent within eight seconds.
         */
        STALE
    }

    /**
     * Creates a state.
     *
     * @param phase how up to date the watch is
     * @param staleSince when the store was heard last, if it is stale
     * @throws IllegalArgumentException if a time is given for a watch that is not stale, or none for one that is
     */
    public WatchState {
        Objects.requireNonNull(phase, "phase");
        if (staleSince.isPresent() != (phase == Phase.STALE)) {
            throw new IllegalArgumentException("staleSince: " + staleSince + " (expected: a time if STALE, else none)");
        }
    }

    /**
     * A watch that is told of changes as they happen.
     *
     * @return the state
     */
    public static WatchState live() {
        return LIVE;
    }

    /**
     * A watch that is told of changes that happened before.
     *
     * @return the state
     */
    public static WatchState catchingUp() {
        return CATCHING_UP;
    }

    /**
     * A watch that is cut off from its store.
     *
     * @param since when the store was heard last
     * @return the state
     */
    public static WatchState stale(Instant since) {
        return new WatchState(Phase.STALE, Optional.of(since));
    }

    @Override
    public String toString() {
        return phase + staleSince.map(since -> " since " + since).orElse("");
    }
}
