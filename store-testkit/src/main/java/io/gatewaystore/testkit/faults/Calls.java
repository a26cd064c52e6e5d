package io.gatewaystore.testkit.faults;

import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.Request;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which calls of a {@link FaultyStore} a fault is for. What counts is what a store asks of its backend: {@code get} and the listings are reads,
 * and so is a transaction that writes nothing; every verb that writes makes one write, {@code update} a read and a write for each attempt, and a TTL a
 * lease before its write.
 *
 * <p>Immutable.
 */
public final class Calls {

    private final String name;
    private final Predicate<Request> meant;
    private final boolean leases;

    private Calls(String name, Predicate<Request> meant, boolean leases) {
        this.name = name;
        this.meant = meant;
        this.leases = leases;
    }

    /**
     * Every call.
     *
     * @return reads, writes and leases
     */
    public static Calls all() {
        return new Calls("all calls", request -> true, true);
    }

    /**
     * Calls that change nothing.
     *
     * @return reads
     */
    public static Calls reads() {
        return new Calls("reads", request -> !isWrite(request), false);
    }

    /**
     * Calls that write or delete keys.
     *
     * @return writes
     */
    public static Calls writes() {
        return new Calls("writes", Calls::isWrite, false);
    }

    /**
     * The granting and revoking of leases.
     *
     * @return leases
     */
    public static Calls leases() {
        return new Calls("leases", request -> false, true);
    }

    /**
     * Only those of these calls that concern a key of a range.
     *
     * @param range the range, in whole keys: a namespace is part of them
     * @return fewer calls; leases concern no key
     */
    public Calls within(KeyRange range) {
        Objects.requireNonNull(range, "range");
        return new Calls(name + " within " + range, request -> meant.test(request) && concerns(request, range), false);
    }

    boolean include(Request request) {
        return meant.test(request);
    }

    boolean includeLeases() {
        return leases;
    }

    @Override
    public String toString() {
        return name;
    }

    static boolean isWrite(Request request) {
        return request instanceof Request.Put
                || request instanceof Request.Delete
                || (request instanceof Request.Txn txn && parts(txn).anyMatch(Calls::isWrite));
    }

    private static Stream<Request> parts(Request.Txn txn) {
        return Stream.of(txn.then(), txn.otherwise()).flatMap(List::stream);
    }

    private static boolean concerns(Request request, KeyRange range) {
        if (request instanceof Request.Put put) {
            return range.contains(put.key());
        }
        if (request instanceof Request.Delete delete) {
            return range.overlaps(delete.range());
        }
        if (request instanceof Request.Range read) {
            return range.overlaps(read.range());
        }
        return parts((Request.Txn) request).anyMatch(part -> concerns(part, range));
    }
}
