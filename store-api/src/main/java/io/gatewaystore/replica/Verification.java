package io.gatewaystore.replica;

import java.util.List;
import java.util.Objects;

/**
 * How a replica compared with its store.
 *
 * <p>Immutable.
 *
 * @param revision the revision at which both were compared
 * @param compared how many keys the store has in the range at that revision
 * @param drift where the replica differed, in key order; all of it is repaired
 */
public record Verification(long revision, long compared, List<Drift> drift) {

    /**
     * How a key differed.
     *
     * <p>Immutable.
     */
    public enum Kind {
        /** The store has the key, the replica did not. */
        MISSING,
        /** The replica had the key, the store has not. */
        LEFT_OVER,
        /** Both have the key, written at different revisions or with different bytes. */
        DIFFERENT
    }

    /**
     * A key that differed.
     *
     * <p>Immutable.
     *
     * @param key the key
     * @param kind how it differed
     */
    public record Drift(String key, Kind kind) {

        /**
         * Creates an entry.
         *
         * @param key the key
         * @param kind how it differed
         */
        public Drift {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(kind, "kind");
        }
    }

    /**
     * Creates a report.
     *
     * @param revision the revision at which both were compared
     * @param compared how many keys the store has
     * @param drift where the replica differed; copied
     */
    public Verification {
        drift = List.copyOf(drift);
    }

    /**
     * Whether the replica was equal to the store.
     *
     * @return true if nothing had to be repaired
     */
    public boolean isClean() {
        return drift.isEmpty();
    }
}
