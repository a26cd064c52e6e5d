package io.gatewaystore.testkit.history;

import io.gatewaystore.KeyRange;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a client asked of a store. No two actions of a history write the same value.
 *
 * <p>Immutable.
 */
public sealed interface Action {

    /**
     * A linearizable read of a key.
     *
     * <p>Immutable.
     *
     * @param key the key
     */
    record Get(String key) implements Action {}

    /**
     * A linearizable read of a range.
     *
     * <p>Immutable.
     *
     * @param range the range
     */
    record Read(KeyRange range) implements Action {}

    /**
     * A write without a condition.
     *
     * <p>Immutable.
     *
     * @param key the key
     * @param value the value
     */
    record Put(String key, String value) implements Action {}

    /**
     * A write of a key that is to be absent.
     *
     * <p>Immutable.
     *
     * @param key the key
     * @param value the value
     */
    record Create(String key, String value) implements Action {}

    /**
     * A write of a key that is to be unchanged.
     *
     * <p>Immutable.
     *
     * @param key the key
     * @param modRevision the revision it is to have
     * @param value the value
     */
    record Replace(String key, long modRevision, String value) implements Action {}

    /**
     * A deletion without a condition.
     *
     * <p>Immutable.
     *
     * @param key the key
     */
    record Delete(String key) implements Action {}

    /**
     * A deletion of a key that is to be unchanged.
     *
     * <p>Immutable.
     *
     * @param key the key
     * @param modRevision the revision it is to have
     */
    record DeleteIf(String key, long modRevision) implements Action {}

    /**
     * Writes of several keys in one transaction.
     *
     * <p>Immutable.
     *
     * @param values for each key its value
     */
    record PutAll(SortedMap<String, String> values) implements Action {

        /**
         * Creates an action.
         *
         * @param values for each key its value; copied
         */
        public PutAll {
            values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        }
    }

    /**
     * What the action writes.
     *
     * @return for each key its value; empty for a read and for a deletion
     */
    default Map<String, String> writes() {
        if (this instanceof Put put) {
            return Map.of(put.key(), put.value());
        }
        if (this instanceof Create create) {
            return Map.of(create.key(), create.value());
        }
        if (this instanceof Replace replace) {
            return Map.of(replace.key(), replace.value());
        }
        return this instanceof PutAll all ? all.values() : Map.of();
    }
}
