package io.gatewaystore.txn;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.WriteOptions;
import java.util.Objects;

/**
 * One thing a transaction does.
 *
 * <p>Immutable.
 */
public sealed interface Operation {

    /**
     * Reads a key; its result is an {@link OperationResult.Got}. Keys of operations are checked by {@link io.gatewaystore.Store#commit}.
     *
     * @param key the key
     * @return the operation
     */
    static Operation get(String key) {
        return new Get(key);
    }

    /**
     * Reads a range; its result is an {@link OperationResult.Listed}. A range inside a transaction is not paged: its entries travel in one
     * answer.
     *
     * @param range the range
     * @return the operation
     */
    static Operation list(KeyRange range) {
        return new ListRange(range);
    }

    /**
     * Writes a key and leaves it permanent; its result is an {@link OperationResult.Written}.
     *
     * @param key the key, which nothing else in the same branch may write
     * @param value the value
     * @return the operation
     */
    static Operation put(String key, Bytes value) {
        return new Put(key, value, WriteOptions.permanent());
    }

    /**
     * Writes a key; its result is an {@link OperationResult.Written}.
     *
     * @param key the key, which nothing else in the same branch may write
     * @param value the value
     * @param options how long it lives
     * @return the operation
     */
    static Operation put(String key, Bytes value, WriteOptions options) {
        return new Put(key, value, options);
    }

    /**
     * Deletes a key; its result is an {@link OperationResult.Removed}.
     *
     * @param key the key
     * @return the operation
     */
    static Operation delete(String key) {
        return new Delete(KeyRange.single(key));
    }

    /**
     * Deletes a range; its result is an {@link OperationResult.Removed}.
     *
     * @param range the range
     * @return the operation
     */
    static Operation deleteRange(KeyRange range) {
        return new Delete(range);
    }

    /**
     * Runs a transaction inside this one; its result is an {@link OperationResult.Nested}. Its compares see the store as it was before the
     * whole transaction, whatever the operations before it write; its reads do see what they wrote.
     *
     * @param txn the inner transaction
     * @return the operation
     */
    static Operation nested(Txn txn) {
        return new Nested(txn);
    }

    /**
     * Reads a key.
     *
     * <p>Immutable.
     *
     * @param key the key
     */
    record Get(String key) implements Operation {
        /**
         * Creates the operation.
         *
         * @param key the key
         */
        public Get {
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * Reads a range.
     *
     * <p>Immutable.
     *
     * @param range the range
     */
    record ListRange(KeyRange range) implements Operation {
        /**
         * Creates the operation.
         *
         * @param range the range
         */
        public ListRange {
            Objects.requireNonNull(range, "range");
        }
    }

    /**
     * Writes a key.
     *
     * <p>Immutable.
     *
     * @param key the key
     * @param value the value
     * @param options how long it lives
     */
    record Put(String key, Bytes value, WriteOptions options) implements Operation {
        /**
         * Creates the operation.
         *
         * @param key the key
         * @param value the value
         * @param options how long it lives
         */
        public Put {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(options, "options");
        }
    }

    /**
     * Deletes a range.
     *
     * <p>Immutable.
     *
     * @param range the range
     */
    record Delete(KeyRange range) implements Operation {
        /**
         * Creates the operation.
         *
         * @param range the range
         */
        public Delete {
            Objects.requireNonNull(range, "range");
        }
    }

    /**
     * Runs a transaction.
     *
     * <p>Immutable.
     *
     * @param txn the inner transaction
     */
    record Nested(Txn txn) implements Operation {
        /**
         * Creates the operation.
         *
         * @param txn the inner transaction
         */
        public Nested {
            Objects.requireNonNull(txn, "txn");
        }
    }
}
