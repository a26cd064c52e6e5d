package io.gatewaystore.examples.toy;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.txn.Compare;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;

/** Decides the compares of a transaction. */
final class ToyCompare {

    private ToyCompare() {}

    static boolean holds(Compare compare, NavigableMap<Bytes, RawEntry> entries) {
        Collection<RawEntry> compared = ToyMap.within(entries, compare.range());
        if (compared.isEmpty()) {
            compared = List.of(new RawEntry(Bytes.empty(), Bytes.empty(), 0, 0, 0, 0));
            if (compare.target() == Compare.Target.VALUE) {
                return false;
            }
        }
        return compared.stream().allMatch(entry -> holds(compare, entry));
    }

    private static boolean holds(Compare compare, RawEntry entry) {
        int order = switch (compare.target()) {
            case VALUE -> entry.value().compareTo(compare.value());
            case MOD_REVISION -> Long.compare(entry.modRevision(), compare.number());
            case CREATE_REVISION -> Long.compare(entry.createRevision(), compare.number());
            case VERSION -> Long.compare(entry.version(), compare.number());
            case LEASE -> Long.compare(entry.lease(), compare.number());
        };
        return switch (compare.relation()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
        };
    }
}
