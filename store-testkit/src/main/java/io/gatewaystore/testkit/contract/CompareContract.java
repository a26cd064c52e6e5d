package io.gatewaystore.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Compare.OnNumber;
import io.gatewaystore.txn.Txn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Conditions of transactions.
 *
 * <ul>
 *   <li>Numbers are compared as signed 64-bit ones, values by unsigned bytes.
 *   <li>A key that does not exist has revision 0, version 0 and no lease; a compare of its value never holds, not even "not equal".
 *   <li>A compare on a range holds if it holds for every key in it; on an empty range numbers compare as if one absent key were there, and
 *       values never hold.
 * </ul>
 *
 * <p>Not thread-safe; confine to one thread.
 */
public abstract class CompareContract extends Concept {

    CompareContract() {}

    @Test
    void comparesTheNumbersOfAKey() {
        store.put("key", text("1"));
        store.put("key", text("2"));
        Entry key = entry("key");

        assertCompares(Compare.modRevision("key"), key.modRevision());
        assertCompares(Compare.createRevision("key"), key.createRevision());
        assertCompares(Compare.version("key"), 2);
        assertCompares(Compare.lease("key"), 0);
    }

    @Test
    void comparesAnAbsentKeyAsZeros() {
        assertCompares(Compare.modRevision("absent"), 0);
        assertCompares(Compare.createRevision("absent"), 0);
        assertCompares(Compare.version("absent"), 0);
        assertCompares(Compare.lease("absent"), 0);
    }

    @Test
    void tellsAbsentFromExisting() {
        store.put("key", Bytes.empty());

        assertHolds(Compare.exists("key"), true);
        assertHolds(Compare.absent("key"), false);
        assertHolds(Compare.exists("absent"), false);
        assertHolds(Compare.absent("absent"), true);
    }

    @Test
    void comparesValuesByUnsignedBytes() {
        store.put("key", Bytes.copyOf(new byte[] {(byte) 0x80}));
        Bytes less = Bytes.copyOf(new byte[] {0x7f, 1});
        Bytes equal = Bytes.copyOf(new byte[] {(byte) 0x80});
        Bytes greater = Bytes.copyOf(new byte[] {(byte) 0x80, 0});

        assertHolds(Compare.value("key").equalTo(equal), true);
        assertHolds(Compare.value("key").equalTo(greater), false);
        assertHolds(Compare.value("key").notEqualTo(equal), false);
        assertHolds(Compare.value("key").notEqualTo(less), true);
        assertHolds(Compare.value("key").greaterThan(less), true);
        assertHolds(Compare.value("key").greaterThan(equal), false);
        assertHolds(Compare.value("key").lessThan(greater), true);
        assertHolds(Compare.value("key").lessThan(less), false);
    }

    @Test
    void comparesAnEmptyValue() {
        store.put("key", Bytes.empty());

        assertHolds(Compare.value("key").equalTo(Bytes.empty()), true);
        assertHolds(Compare.value("key").lessThan(text("a")), true);
    }

    @Test
    void neverHoldsForTheValueOfAnAbsentKey() {
        for (Compare.OnValue value : List.of(Compare.value("absent"), Compare.value(KeyRange.directory("absent")))) {
            assertHolds(value.equalTo(Bytes.empty()), false);
            assertHolds(value.notEqualTo(text("a")), false);
            assertHolds(value.greaterThan(Bytes.empty()), false);
            assertHolds(value.lessThan(text("a")), false);
        }
    }

    @Test
    void holdsForARangeIfItHoldsForEveryKey() {
        store.put("d/a", text("same"));
        store.put("d/b", text("same"));
        store.put("d2", text("outside"));
        KeyRange range = KeyRange.directory("d");

        assertHolds(Compare.value(range).equalTo(text("same")), true);
        assertHolds(Compare.version(range).equalTo(1), true);

        store.put("d/b", text("other"));

        assertHolds(Compare.value(range).equalTo(text("same")), false);
        assertHolds(Compare.value(range).notEqualTo(text("outside")), true);
        assertHolds(Compare.version(range).equalTo(1), false);
        assertHolds(Compare.version(range).greaterThan(0), true);
    }

    @Test
    void tellsWhetherARangeWasWrittenSinceARevision() {
        store.put("d/a", text("1"));
        long since = store.put("d/b", text("1")).revision();
        Compare untouched = Compare.modRevision(KeyRange.directory("d")).lessThan(since + 1);
        store.put("elsewhere", text("1"));

        assertHolds(untouched, true);

        store.put("d/a", text("2"));

        assertHolds(untouched, false);
    }

    @Test
    void comparesAnEmptyRangeAsOneAbsentKey() {
        KeyRange empty = KeyRange.directory("empty");

        assertCompares(Compare.modRevision(empty), 0);
        assertCompares(Compare.createRevision(empty), 0);
        assertCompares(Compare.version(empty), 0);
        assertCompares(Compare.version(KeyRange.interval("a", "a")), 0);
        assertHolds(Compare.absent(empty), true);

        store.put("empty/no-more", text(""));

        assertHolds(Compare.absent(empty), false);
    }

    @Test
    @Needs(Capability.TTL)
    void tellsALeasedKeyFromAPermanentOne() {
        store.put("leased", text(""), WriteOptions.ttl(Duration.ofMinutes(10)));
        store.put("permanent", text(""));

        assertHolds(Compare.lease("leased").notEqualTo(0), true);
        assertHolds(Compare.lease("leased").equalTo(0), false);
        assertHolds(Compare.lease("permanent").equalTo(0), true);
    }

    @Test
    void holdsIfAllOfManyHold() {
        store.put("a", text("1"));
        Compare right = Compare.value("a").equalTo(text("1"));
        Compare wrong = Compare.value("a").equalTo(text("2"));

        assertThat(store.commit(Txn.when(right, Compare.absent("b"))).succeeded())
                .isTrue();
        assertThat(store.commit(Txn.when(right, wrong)).succeeded()).isFalse();
        assertThat(store.commit(Txn.when(wrong, right)).succeeded()).isFalse();
    }

    /** Every relation with a number below, at and above the one that is there. */
    private void assertCompares(OnNumber what, long actual) {
        for (long number = actual - 1; number <= actual + 1; number++) {
            assertHolds(what.equalTo(number), actual == number);
            assertHolds(what.notEqualTo(number), actual != number);
            if (number >= 0) {
                assertHolds(what.greaterThan(number), actual > number);
                assertHolds(what.lessThan(number), actual < number);
            }
        }
    }

    private void assertHolds(Compare compare, boolean expected) {
        assertThat(store.commit(Txn.when(compare)).succeeded())
                .as("%s", compare)
                .isEqualTo(expected);
    }
}
