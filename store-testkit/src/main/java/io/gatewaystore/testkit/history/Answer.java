package io.gatewaystore.testkit.history;

import io.gatewaystore.Deleted;
import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.Outcome;
import java.util.Objects;
import java.util.Optional;

/**
 * What a client was told.
 *
 * <p>Immutable.
 */
public sealed interface Answer {

    /**
     * Answers a {@link Action.Get}.
     *
     * <p>Immutable.
     *
     * @param entry the entry, empty if there is none
     */
    record Found(Optional<Entry> entry) implements Answer {

        /**
         * Creates an answer.
         *
         * @param entry the entry
         */
        public Found {
            Objects.requireNonNull(entry, "entry");
        }
    }

    /**
     * Answers a {@link Action.Read}.
     *
     * <p>Immutable.
     *
     * @param listing the entries and their revision
     */
    record Listed(Listing listing) implements Answer {}

    /**
     * Answers a write, or a deletion that names a revision.
     *
     * <p>Immutable.
     *
     * @param result applied, or in conflict
     */
    record Written(WriteResult result) implements Answer {}

    /**
     * Answers a {@link Action.Delete}.
     *
     * <p>Immutable.
     *
     * @param result how many keys there were
     */
    record Removed(Deleted result) implements Answer {}

    /**
     * The call failed.
     *
     * <p>Immutable.
     *
     * @param outcome what a write may have done
     * @param error the failure, without what is secret
     */
    record Failed(Outcome outcome, String error) implements Answer {}
}
