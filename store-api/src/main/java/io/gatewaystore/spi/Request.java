package io.gatewaystore.spi;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.txn.Compare;
import java.util.List;

/**
 * What a backend can be asked, in whole keys.
 *
 * <p>Immutable.
 */
public sealed interface Request {

    /**
     * Reads a range, in key order.
     *
     * <p>Immutable.
     *
     * @param range the keys
     * @param limit the most entries to return, 0 for all; a backend may return fewer, but at least one, if they are large. Where more are left,
     *     they are asked for at the revision of the answer, so a backend that keeps no history returns all of them at once
     * @param revision the past revision to read at, 0 for the newest
     * @param serializable whether one member may answer from what it has
     * @param shape what of the entries is wanted
     */
    record Range(KeyRange range, long limit, long revision, boolean serializable, Shape shape) implements Request {}

    /**
     * What of the entries a read wants.
     *
     * <p>Immutable.
     */
    enum Shape {
        /** Keys, values and revisions. */
        ENTRIES,
        /** Everything but the values. */
        KEYS_ONLY,
        /** Only how many there are. */
        COUNT_ONLY
    }

    /**
     * Writes a key.
     *
     * <p>Immutable.
     *
     * @param key the key
     * @param value the value
     * @param lease the lease to hang it on, 0 for none
     * @param keepLease whether the key keeps the lease it has, instead; only asked of a key that is known to exist
     * @param sharedLease whether other writes hang keys on the lease too, as those of a session do; one that is not shared was granted for this write
     *     alone, so that an entry on it tells whose it is
     */
    record Put(Bytes key, Bytes value, long lease, boolean keepLease, boolean sharedLease) implements Request {

        /**
         * A write whose lease, if it has one, was granted for it alone.
         *
         * @param key the key
         * @param value the value
         * @param lease the lease to hang it on, 0 for none
         * @param keepLease whether the key keeps the lease it has, instead
         */
        public Put(Bytes key, Bytes value, long lease, boolean keepLease) {
            this(key, value, lease, keepLease, false);
        }
    }

    /**
     * Deletes a range.
     *
     * <p>Immutable.
     *
     * @param range the keys
     */
    record Delete(KeyRange range) implements Request {}

    /**
     * Runs a transaction. One that compares the modRevision of a key and then writes that key may be sent more than once: one copy at most is
     * applied. All compares, those of nested transactions included, see the store as it was before; reads see what the requests
     * before them wrote; all writes share one revision.
     *
     * <p>Immutable.
     *
     * @param compares the conditions
     * @param then what is done if all hold
     * @param otherwise what is done if one does not
     * @param ownRevision whether no other write may share its revision; the verbs of a store on one key do not ask for that
     */
    record Txn(List<Compare> compares, List<Request> then, List<Request> otherwise, boolean ownRevision)
            implements Request {

        /**
         * Creates a transaction.
         *
         * @param compares the conditions; copied
         * @param then what is done if all hold; copied
         * @param otherwise what is done if one does not; copied
         * @param ownRevision whether no other write may share its revision
         */
        public Txn {
            compares = List.copyOf(compares);
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }

        /**
         * Creates a transaction with a revision of its own.
         *
         * @param compares the conditions; copied
         * @param then what is done if all hold; copied
         * @param otherwise what is done if one does not; copied
         */
        public Txn(List<Compare> compares, List<Request> then, List<Request> otherwise) {
            this(compares, then, otherwise, true);
        }
    }

    /**
     * Watches a range.
     *
     * <p>Immutable.
     *
     * @param range the keys
     * @param startRevision the first revision wanted, 0 for the next one; one that does not exist yet is waited for
     * @param previous whether events carry the entry as it was; if not, they do not
     * @param history what {@link Backend#history()} told before the start revision was learned; if it is another by the time the watch begins, the
     *     revision means something else now, and the sink is told that history was lost
     */
    record Watch(KeyRange range, long startRevision, boolean previous, Object history) {

        private static final Object WHICHEVER = new Object();

        /**
         * Watches a range in whichever history the backend is at.
         *
         * @param range the keys
         * @param startRevision the first revision wanted, 0 for the next one; one that does not exist yet is waited for
         * @param previous whether events carry the entry as it was
         */
        public Watch(KeyRange range, long startRevision, boolean previous) {
            this(range, startRevision, previous, WHICHEVER);
        }
    }
}
