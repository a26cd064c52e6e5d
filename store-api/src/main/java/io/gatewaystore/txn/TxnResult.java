package io.gatewaystore.txn;

import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import java.util.List;
import java.util.Optional;

/**
 * How a transaction ended.
 *
 * <p>Immutable.
 *
 * @param succeeded whether every compare held, so that {@code then} was run
 * @param revision the store's revision after the transaction; a transaction that wrote nothing creates none
 * @param results one result per operation of the list that was run, in its order
 */
public record TxnResult(boolean succeeded, long revision, List<OperationResult> results) {

    /**
     * Creates a result.
     *
     * @param succeeded whether every compare held
     * @param revision the revision after the transaction
     * @param results the results of the operations run; copied
     */
    public TxnResult {
        results = List.copyOf(results);
    }

    /**
     * What a {@linkplain Operation#get get} read.
     *
     * @param index the operation's place in the list that was run, from 0
     * @return the entry, or empty if the key did not exist
     * @throws IndexOutOfBoundsException if there is no such operation
     * @throws IllegalArgumentException if that operation was no get
     */
    public Optional<Entry> entry(int index) {
        return at(index, OperationResult.Got.class).entry();
    }

    /**
     * What a {@linkplain Operation#list list} read.
     *
     * @param index the operation's place in the list that was run, from 0
     * @return the entries
     * @throws IndexOutOfBoundsException if there is no such operation
     * @throws IllegalArgumentException if that operation was no list
     */
    public Listing listing(int index) {
        return at(index, OperationResult.Listed.class).listing();
    }

    /**
     * How many keys a {@linkplain Operation#deleteRange deletion} removed.
     *
     * @param index the operation's place in the list that was run, from 0
     * @return the number of keys
     * @throws IndexOutOfBoundsException if there is no such operation
     * @throws IllegalArgumentException if that operation was no deletion
     */
    public long deleted(int index) {
        return at(index, OperationResult.Removed.class).deleted().keys();
    }

    /**
     * How a {@linkplain Operation#nested nested} transaction ended.
     *
     * @param index the operation's place in the list that was run, from 0
     * @return its result
     * @throws IndexOutOfBoundsException if there is no such operation
     * @throws IllegalArgumentException if that operation was no transaction
     */
    public TxnResult nested(int index) {
        return at(index, OperationResult.Nested.class).result();
    }

    private <T extends OperationResult> T at(int index, Class<T> type) {
        OperationResult result = results.get(index);
        if (!type.isInstance(result)) {
            throw new IllegalArgumentException("result " + index + ": "
                    + result.getClass().getSimpleName() + " (expected: " + type.getSimpleName() + ")");
        }
        return type.cast(result);
    }
}
