package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import io.gatewaystore.txn.Compare;
import java.util.List;

/** Refuses what a backend would refuse, before anything is sent. */
final class RequestLimits {

    /** What the framing of one operation costs at most, in bytes. */
    private static final int OVERHEAD = 64;

    private RequestLimits() {}

    static void checkWrite(Limits limits, String key, Bytes rawKey, Bytes value) {
        long bytes = (long) rawKey.size() + value.size() + OVERHEAD;
        if (bytes > limits.requestBytes()) {
            throw new RequestTooLargeException(
                    "key '" + key + "': key and value have " + (bytes - OVERHEAD) + " bytes (limit: "
                            + (limits.requestBytes() - OVERHEAD) + ")",
                    null);
        }
    }

    static void checkTxn(Limits limits, Request.Txn txn) {
        checkOperations(txn, limits.operations(), limits.operations());
        long bytes = bytes(txn);
        if (bytes > limits.requestBytes()) {
            throw new RequestTooLargeException(
                    "the transaction has " + bytes + " bytes of keys, values and framing (limit: "
                            + limits.requestBytes() + ")",
                    null);
        }
    }

    /** Counts as etcd does: the longest list of a transaction is taken off what the transactions nested in it may have. */
    private static void checkOperations(Request.Txn txn, int left, int limit) {
        int longest = Math.max(
                txn.compares().size(),
                Math.max(txn.then().size(), txn.otherwise().size()));
        if (longest > left) {
            throw new RequestTooLargeException(
                    "the transaction has too many compares or operations: " + (limit - left + longest) + " (limit: "
                            + limit + ", those of nested transactions included)",
                    null);
        }
        for (List<Request> branch : List.of(txn.then(), txn.otherwise())) {
            for (Request request : branch) {
                if (request instanceof Request.Txn nested) {
                    checkOperations(nested, left - longest, limit);
                }
            }
        }
    }

    private static long bytes(Request.Txn txn) {
        long sum = 0;
        for (Compare compare : txn.compares()) {
            sum += OVERHEAD + compare.range().start().size() + compare.value().size();
        }
        for (List<Request> branch : List.of(txn.then(), txn.otherwise())) {
            for (Request request : branch) {
                sum += OVERHEAD + payload(request);
            }
        }
        return sum;
    }

    private static long payload(Request request) {
        if (request instanceof Request.Put put) {
            return (long) put.key().size() + put.value().size();
        }
        if (request instanceof Request.Delete delete) {
            return (long) delete.range().start().size() + delete.range().end().size();
        }
        if (request instanceof Request.Range range) {
            return (long) range.range().start().size() + range.range().end().size();
        }
        return bytes((Request.Txn) request);
    }
}
