package io.gatewaystore.txn;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import java.util.Objects;

/**
 * A condition of a transaction on a key, or on every key of a range.
 *
 * <p>A key that does not exist compares as revision 0 and version 0 without a lease; a compare of its value never holds. A
 * compare on a range holds if it holds for every key in it; on an empty range it holds for the numbers as if one absent key were
 * there (etcd: {@code Compare.range_end}).
 *
 * <pre>{@code
 * Txn.when(Compare.absent("leader"), Compare.modRevision("config").equalTo(entry.modRevision()))
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param range the key or keys compared, relative to the namespace of the store that runs the transaction
 * @param target what of them is compared
 * @param relation how
 * @param number the number compared with; 0 if the target is the value
 * @param value the value compared with; empty if the target is a number
 */
public record Compare(KeyRange range, Target target, Relation relation, long number, Bytes value) {

    /**
     * What is compared.
     *
     * <p>Immutable.
     */
    public enum Target {
        /** The value, by unsigned bytes. */
        VALUE,
        /** The revision of the last write. */
        MOD_REVISION,
        /** The revision of the write that created the key. */
        CREATE_REVISION,
        /** The number of writes since the key was created. */
        VERSION,
        /** The id of the lease the key hangs on, 0 for none. */
        LEASE
    }

    /**
     * How it is compared.
     *
     * <p>Immutable.
     */
    public enum Relation {
        /** Equal. */
        EQUAL,
        /** Not equal. */
        NOT_EQUAL,
        /** What is in the store is greater. */
        GREATER,
        /** What is in the store is less. */
        LESS
    }

    /**
     * Creates a compare; the static methods read better.
     *
     * @param range the key or keys
     * @param target what of them
     * @param relation how
     * @param number the number compared with
     * @param value the value compared with
     */
    public Compare {
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(relation, "relation");
        Objects.requireNonNull(value, "value");
    }

    /**
     * The key does not exist.
     *
     * @param key the key
     * @return the condition
     */
    public static Compare absent(String key) {
        return version(key).equalTo(0);
    }

    /**
     * No key of the range exists.
     *
     * @param range the range
     * @return the condition
     */
    public static Compare absent(KeyRange range) {
        return version(range).equalTo(0);
    }

    /**
     * The key exists.
     *
     * @param key the key
     * @return the condition
     */
    public static Compare exists(String key) {
        return version(key).greaterThan(0);
    }

    /**
     * The key's value.
     *
     * @param key the key
     * @return the compare to finish
     */
    public static OnValue value(String key) {
        return new OnValue(KeyRange.single(key));
    }

    /**
     * The value of every key of a range.
     *
     * @param range the range
     * @return the compare to finish
     */
    public static OnValue value(KeyRange range) {
        return new OnValue(range);
    }

    /**
     * The revision of the last write to the key.
     *
     * @param key the key
     * @return the compare to finish
     */
    public static OnNumber modRevision(String key) {
        return modRevision(KeyRange.single(key));
    }

    /**
     * The revision of the last write to every key of a range. {@code modRevision(range).lessThan(r + 1)} means that nobody has written
     * to the range since revision r (deletions do not show).
     *
     * @param range the range
     * @return the compare to finish
     */
    public static OnNumber modRevision(KeyRange range) {
        return new OnNumber(range, Target.MOD_REVISION);
    }

    /**
     * The revision that created the key.
     *
     * @param key the key
     * @return the compare to finish
     */
    public static OnNumber createRevision(String key) {
        return createRevision(KeyRange.single(key));
    }

    /**
     * The revision that created every key of a range.
     *
     * @param range the range
     * @return the compare to finish
     */
    public static OnNumber createRevision(KeyRange range) {
        return new OnNumber(range, Target.CREATE_REVISION);
    }

    /**
     * The number of writes to the key since it was created.
     *
     * @param key the key
     * @return the compare to finish
     */
    public static OnNumber version(String key) {
        return version(KeyRange.single(key));
    }

    /**
     * The number of writes to every key of a range since each was created.
     *
     * @param range the range
     * @return the compare to finish
     */
    public static OnNumber version(KeyRange range) {
        return new OnNumber(range, Target.VERSION);
    }

    /**
     * The id of the lease the key hangs on, 0 for none. Ids are compared as signed numbers.
     *
     * @param key the key
     * @return the compare to finish
     */
    public static OnNumber lease(String key) {
        return lease(KeyRange.single(key));
    }

    /**
     * The id of the lease every key of a range hangs on, 0 for none. Ids are compared as signed numbers.
     *
     * @param range the range
     * @return the compare to finish
     */
    public static OnNumber lease(KeyRange range) {
        return new OnNumber(range, Target.LEASE);
    }

    /**
     * The same condition on keys below a prefix. Made for namespaces.
     *
     * @param prefix what the keys begin with
     * @return the condition
     */
    public Compare under(Bytes prefix) {
        return prefix.isEmpty() ? this : new Compare(range.under(prefix), target, relation, number, value);
    }

    /** Everything but the value, which may be secret. */
    @Override
    public String toString() {
        return target + "(" + range + ") " + relation + (target == Target.VALUE ? " …" : " " + number);
    }

    /**
     * A compare on a number that lacks its right-hand side.
     *
     * <p>Immutable.
     */
    public static final class OnNumber {
        private final KeyRange range;
        private final Target target;

        private OnNumber(KeyRange range, Target target) {
            this.range = Objects.requireNonNull(range, "range");
            this.target = target;
        }

        /**
         * Equal to a number.
         *
         * @param number the number
         * @return the condition
         */
        public Compare equalTo(long number) {
            return compare(Relation.EQUAL, number);
        }

        /**
         * Not equal to a number.
         *
         * @param number the number
         * @return the condition
         */
        public Compare notEqualTo(long number) {
            return compare(Relation.NOT_EQUAL, number);
        }

        /**
         * Greater than a number.
         *
         * @param number the number
         * @return the condition
         */
        public Compare greaterThan(long number) {
            return compare(Relation.GREATER, number);
        }

        /**
         * Less than a number.
         *
         * @param number the number
         * @return the condition
         */
        public Compare lessThan(long number) {
            return compare(Relation.LESS, number);
        }

        private Compare compare(Relation relation, long number) {
            return new Compare(range, target, relation, number, Bytes.empty());
        }
    }

    /**
     * A compare on a value that lacks its right-hand side.
     *
     * <p>Immutable.
     */
    public static final class OnValue {
        private final KeyRange range;

        private OnValue(KeyRange range) {
            this.range = Objects.requireNonNull(range, "range");
        }

        /**
         * Equal to a value.
         *
         * @param value the value
         * @return the condition
         */
        public Compare equalTo(Bytes value) {
            return compare(Relation.EQUAL, value);
        }

        /**
         * Not equal to a value.
         *
         * @param value the value
         * @return the condition
         */
        public Compare notEqualTo(Bytes value) {
            return compare(Relation.NOT_EQUAL, value);
        }

        /**
         * Greater than a value, by unsigned bytes.
         *
         * @param value the value
         * @return the condition
         */
        public Compare greaterThan(Bytes value) {
            return compare(Relation.GREATER, value);
        }

        /**
         * Less than a value, by unsigned bytes.
         *
         * @param value the value
         * @return the condition
         */
        public Compare lessThan(Bytes value) {
            return compare(Relation.LESS, value);
        }

        private Compare compare(Relation relation, Bytes value) {
            return new Compare(range, Target.VALUE, relation, 0, value);
        }
    }
}
