package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Compare.Relation;
import io.gatewaystore.txn.Compare.Target;
import java.util.List;

/** The few shapes of request that the verbs of a store come down to. */
final class Requests {

    private Requests() {}

    static KeyRange single(Bytes key) {
        return KeyRange.of(key, Keys.successor(key));
    }

    static Request.Range get(Bytes key) {
        return get(single(key));
    }

    static Request.Range get(KeyRange range) {
        return new Request.Range(range, 0, 0, false, Request.Shape.ENTRIES);
    }

    static Compare absent(Bytes key) {
        return new Compare(single(key), Target.VERSION, Relation.EQUAL, 0, Bytes.empty());
    }

    static Compare exists(Bytes key) {
        return new Compare(single(key), Target.VERSION, Relation.GREATER, 0, Bytes.empty());
    }

    static Compare unchanged(Bytes key, long modRevision) {
        if (modRevision < 1) {
            throw new IllegalArgumentException("modRevision: " + modRevision
                    + " (expected: >= 1, the modRevision of an entry; to write an absent key" + " use create)");
        }
        return new Compare(single(key), Target.MOD_REVISION, Relation.EQUAL, modRevision, Bytes.empty());
    }

    /** Does one thing to a key if a condition on it holds, else reads the key. */
    static Request.Txn guarded(Compare condition, Request action) {
        return new Request.Txn(List.of(condition), List.of(action), List.of(get(condition.range())), false);
    }

    /** Does one thing if the condition holds, else nothing. */
    static Request.Txn onlyIf(Compare condition, Request action) {
        return new Request.Txn(List.of(condition), List.of(action), List.of());
    }

    /** Writes a key with the lease it has, or as a permanent one if it does not exist, as part of a transaction: the value travels twice. */
    static Request.Txn putKeepingLease(Bytes key, Bytes value) {
        return new Request.Txn(
                List.of(exists(key)),
                List.of(new Request.Put(key, value, 0, true)),
                List.of(new Request.Put(key, value, 0, false)));
    }

    /** The revision that a guarded write made, 0 if its guard did not hold. */
    static long revision(Response.Txn answer) {
        return answer.succeeded() ? answer.revision() : 0;
    }
}
