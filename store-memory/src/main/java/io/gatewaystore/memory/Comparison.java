package io.gatewaystore.memory;

import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Compare.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a condition of a transaction holds, as etcd has it: for every key of the range; with none there, as for one absent key, whose numbers
 * are 0 and whose value compares as nothing, not even as different. Numbers are signed, lease ids too.
 */
final class Comparison {

    private Comparison() {}

    static boolean allHold(List<Compare> compares, EntryTree entries) {
        return compares.stream().allMatch(compare -> holds(compare, entries));
    }

    private static boolean holds(Compare compare, EntryTree entries) {
        List<RawEntry> found = new ArrayList<>();
        entries.collect(compare.range(), Long.MAX_VALUE, found);
        return found.isEmpty()
                ? holds(compare, (RawEntry) null)
                : found.stream().allMatch(entry -> holds(compare, entry));
    }

    private static boolean holds(Compare compare, @Nullable RawEntry entry) {
        if (compare.target() != Target.VALUE) {
            return matches(compare, Long.compare(number(compare.target(), entry), compare.number()));
        }
        return entry != null && matches(compare, entry.value().compareTo(compare.value()));
    }

    private static long number(Target target, @Nullable RawEntry entry) {
        if (entry == null) {
            return 0;
        }
        return switch (target) {
            case MOD_REVISION -> entry.modRevision();
            case CREATE_REVISION -> entry.createRevision();
            case VERSION -> entry.version();
            case LEASE -> entry.lease();
            case VALUE -> throw new IllegalArgumentException("the value is no number");
        };
    }

    private static boolean matches(Compare compare, int order) {
        return switch (compare.relation()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER -> order > 0;
            case LESS -> order < 0;
        };
    }
}
