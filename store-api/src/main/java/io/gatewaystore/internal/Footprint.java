package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a request may write: single keys, and ranges.
 *
 * @param keys the keys it may put or delete singly
 * @param ranges the ranges it may delete
 */
record Footprint(Set<Bytes> keys, List<KeyRange> ranges) {

    private static final int LONGEST_NAME = 200;

    static Footprint of(Request request) {
        if (request instanceof Request.Put put) {
            return new Footprint(Set.of(put.key()), List.of());
        }
        if (request instanceof Request.Txn txn && txn.then().size() == 1 && onlyReads(txn.otherwise())) {
            return of(txn.then().get(0));
        }
        Set<Bytes> keys = new LinkedHashSet<>();
        List<KeyRange> ranges = new ArrayList<>();
        collect(request, keys, ranges);
        return new Footprint(keys, ranges);
    }

    private static boolean onlyReads(List<Request> branch) {
        for (Request request : branch) {
            if (!(request instanceof Request.Range)) {
                return false;
            }
        }
        return true;
    }

    private static void collect(Request request, Set<Bytes> keys, List<KeyRange> ranges) {
        if (request instanceof Request.Put put) {
            keys.add(put.key());
        } else if (request instanceof Request.Delete delete) {
            delete.range().singleKey().ifPresentOrElse(keys::add, () -> ranges.add(delete.range()));
        } else if (request instanceof Request.Txn txn) {
            txn.then().forEach(part -> collect(part, keys, ranges));
            txn.otherwise().forEach(part -> collect(part, keys, ranges));
        }
    }

    /** What is written, for an error that somebody has to read. */
    String subject() {
        if (isEmpty()) {
            return "a read";
        }
        String one = keys.isEmpty()
                ? ranges.get(0).toString()
                : keys.iterator().next().toUtf8();
        String shown = one.length() > LONGEST_NAME ? one.substring(0, LONGEST_NAME) + "…" : one;
        return "write of '" + shown + (keys.size() + ranges.size() == 1 ? "'" : "' and others");
    }

    boolean isEmpty() {
        return keys.isEmpty() && ranges.isEmpty();
    }

    boolean touches(Footprint other) {
        return ranges.stream().anyMatch(other::intersects)
                || other.ranges.stream().anyMatch(this::intersects)
                || keys.stream().anyMatch(other.keys::contains);
    }

    boolean intersects(KeyRange range) {
        return keys.stream().anyMatch(range::contains) || ranges.stream().anyMatch(range::overlaps);
    }
}
