package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import io.gatewaystore.txn.Compare;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Refuses what a backend would refuse, before anything is sent. */
final class RequestLimits {

    /** What a backend wraps a request in at most, in bytes: etcd adds the user's name and a few numbers. */
    private static final int ENVELOPE = 512;

    /** What the numbers and the framing of one compare or operation take at most, in bytes. */
    private static final int OVERHEAD = 64;

    private RequestLimits() {}

    /** Makes a call unless its request is too large; then the call fails as any other does. */
    static <T> CompletableFuture<T> measured(Limits limits, Request request, Supplier<CompletableFuture<T>> call) {
        try {
            check(limits, request);
        } catch (RequestTooLargeException tooLarge) {
            return CompletableFuture.failedFuture(tooLarge);
        }
        return call.get();
    }

    static void check(Limits limits, Request request) {
        if (request instanceof Request.Txn txn) {
            checkOperations(txn, limits.operations(), limits.operations());
        }
        if (bytes(request) > limits.requestBytes() - ENVELOPE) {
            throw tooLarge(Footprint.of(request).subject(), bytes(request), limits);
        }
    }

    /** Refuses a watch whose range does not fit into a request: it would end the stream that it shares with others. */
    static void checkWatch(Limits limits, KeyRange range) {
        long bytes = OVERHEAD + bytes(range);
        if (bytes > limits.requestBytes() - ENVELOPE) {
            throw tooLarge("a watch", bytes, limits);
        }
    }

    private static RequestTooLargeException tooLarge(String subject, long bytes, Limits limits) {
        return new RequestTooLargeException(
                subject + ": the request has " + (ENVELOPE + bytes)
                        + " bytes, its keys, values and framing together (limit: " + limits.requestBytes() + ")",
                null);
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
        checkNested(txn.then(), left - longest, limit);
        checkNested(txn.otherwise(), left - longest, limit);
    }

    private static void checkNested(List<Request> branch, int left, int limit) {
        for (Request request : branch) {
            if (request instanceof Request.Txn nested) {
                checkOperations(nested, left, limit);
            }
        }
    }

    private static long bytes(Request request) {
        if (request instanceof Request.Put put) {
            return OVERHEAD + bytes(put.key()) + bytes(put.value());
        }
        if (request instanceof Request.Delete delete) {
            return OVERHEAD + bytes(delete.range());
        }
        if (request instanceof Request.Range range) {
            return OVERHEAD + bytes(range.range());
        }
        return bytes((Request.Txn) request);
    }

    private static long bytes(Request.Txn txn) {
        long sum = OVERHEAD + bytes(txn.then()) + bytes(txn.otherwise());
        for (Compare compare : txn.compares()) {
            sum += OVERHEAD + bytes(compare.range()) + bytes(compare.value());
        }
        return sum;
    }

    private static long bytes(List<Request> branch) {
        long sum = 0;
        for (Request request : branch) {
            sum += bytes(request);
        }
        return sum;
    }

    /** A single key may travel without the end of its range, or with it. */
    private static long bytes(KeyRange range) {
        return bytes(range.start()) + bytes(range.end());
    }

    private static long bytes(Bytes bytes) {
        return bytes.size();
    }
}
