package io.gatewaystore.txn;

import io.gatewaystore.Deleted;
import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import io.gatewaystore.WriteResult;
import java.util.Objects;
import java.util.Optional;

/**
 * What one operation of a transaction gave.
 *
 * <p>Immutable.
 */
public sealed interface OperationResult {

    /**
     * The key as it was when the operation's turn came.
     *
     * <p>Immutable.
     *
     * @param entry the entry, or empty if there was none
     */
    record Got(Optional<Entry> entry) implements OperationResult {
        /**
         * Creates a result.
         *
         * @param entry the entry
         */
        public Got {
            Objects.requireNonNull(entry, "entry");
        }
    }

    /**
     * The range as it was when the operation's turn came.
     *
     * <p>Immutable.
     *
     * @param listing the entries
     */
    record Listed(Listing listing) implements OperationResult {}

    /**
     * The key was written.
     *
     * <p>Immutable.
     *
     * @param applied the revision
     */
    record Written(WriteResult.Applied applied) implements OperationResult {}

    /**
     * The range was deleted.
     *
     * <p>Immutable.
     *
     * @param deleted how many keys
     */
    record Removed(Deleted deleted) implements OperationResult {}

    /**
     * The inner transaction ran.
     *
     * <p>Immutable.
     *
     * @param result its result
     */
    record Nested(TxnResult result) implements OperationResult {}
}
