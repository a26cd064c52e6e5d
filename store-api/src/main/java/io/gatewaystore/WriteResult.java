package io.gatewaystore;

import java.util.Objects;
import java.util.Optional;

/**
 * How a conditional write ended: it was applied, or somebody was faster.
 *
 * <pre>{@code
 * WriteResult result = store.create("jobs/7", Bytes.utf8("mine"));
 * if (result instanceof WriteResult.Conflict conflict) {
 *     conflict.current().ifPresent(winner -> ...);
 * }
 * }</pre>
 *
 * <p>Immutable.
 */
public sealed interface WriteResult {

    /**
     * The revision this result was true at.
     *
     * @return the revision of the write, or of the read that found the conflict
     */
    long revision();

    /**
     * Whether the write took place.
     *
     * @return true for {@link Applied}
     */
    default boolean isApplied() {
        return this instanceof Applied;
    }

    /**
     * The write took place.
     *
     * <p>Immutable.
     *
     * @param revision its revision, which is now the modRevision of the key: what the next
     *     {@link Store#replace(String, long, Bytes)} compares with
     */
    record Applied(long revision) implements WriteResult {}

    /**
     * The condition did not hold and nothing was changed.
     *
     * <p>Immutable.
     *
     * @param revision the revision at which it did not hold
     * @param current the key as it stood then, empty if it did not exist
     */
    record Conflict(long revision, Optional<Entry> current) implements WriteResult {

        /**
         * Creates a conflict.
         *
         * @param revision the revision at which the condition did not hold
         * @param current the key as it stood then
         */
        public Conflict {
            Objects.requireNonNull(current, "current");
        }
    }
}
