package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import io.gatewaystore.txn.Compare;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {

    private static final Limits LIMITS = new Limits(4, 10_000);
    private static final Bytes KEY = Bytes.utf8("key");
    private static final Request PUT = put(0);

    @Test
    void measuresKeyAndValueTogether() {
        assertFits(put(9_000));
        assertThatExceptionOfType(RequestTooLargeException.class)
                .isThrownBy(() -> RequestLimits.check(LIMITS, put(10_000)))
                .withMessageContainingAll("'key'", "10579 bytes", "limit: 10000");
        assertTooLarge(new Request.Put(value(10_000), value(0), 0, false));
    }

    @Test
    void measuresBothEndsOfRanges() {
        KeyRange range = KeyRange.of(value(4_900), value(4_900));
        assertTooLarge(new Request.Range(range, 0, 0, false, Request.Shape.ENTRIES));
        assertTooLarge(new Request.Delete(range));
        Compare compare = new Compare(range, Compare.Target.VERSION, Compare.Relation.EQUAL, 0, Bytes.empty());
        assertTooLarge(new Request.Txn(List.of(compare), List.of(), List.of()));
        assertFits(new Request.Delete(KeyRange.of(value(4_000), value(4_000))));
    }

    @Test
    void measuresAKeyAsOftenAsItTravels() {
        Bytes key = value(3_000);
        assertFits(new Request.Put(key, Bytes.empty(), 0, false));
        assertTooLarge(Requests.guarded(Requests.absent(key), new Request.Put(key, Bytes.empty(), 0, false)));
    }

    @Test
    void namesOneKeyAndCutsItIfItIsHuge() {
        assertThatExceptionOfType(RequestTooLargeException.class)
                .isThrownBy(() ->
                        RequestLimits.check(LIMITS, new Request.Put(Bytes.utf8("k".repeat(20_000)), KEY, 0, false)))
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(400));
        assertThatExceptionOfType(RequestTooLargeException.class)
                .isThrownBy(() -> RequestLimits.check(
                        LIMITS,
                        new Request.Txn(
                                List.of(),
                                List.of(put(10_000), new Request.Put(Bytes.utf8("z"), KEY, 0, false)),
                                List.of())))
                .withMessageContaining("'key' and others");
    }

    @Test
    void countsTheLongestList() {
        assertFits(txn(4, 4));
        assertTooLarge(txn(5, 0));
        assertTooLarge(txn(0, 5));
        assertTooLarge(new Request.Txn(Collections.nCopies(5, Requests.absent(KEY)), List.of(), List.of()));
    }

    @Test
    void takesWhatNestedTransactionsHaveOffWhatIsLeft() {
        assertFits(nested(txn(3, 0)));
        assertTooLarge(nested(txn(4, 0)));
        assertTooLarge(nested(txn(0, 4)));
        assertFits(nested(nested(txn(2, 0))));
        assertTooLarge(nested(nested(txn(3, 0))));
        assertFits(new Request.Txn(List.of(), List.of(txn(2, 2), txn(2, 2)), List.of()));
    }

    @Test
    void measuresAllPartsOfATransactionTogether() {
        assertFits(new Request.Txn(List.of(), List.of(put(4_000)), List.of(put(4_000))));
        assertTooLarge(new Request.Txn(List.of(), List.of(put(5_000)), List.of(put(5_000))));
        assertTooLarge(nested(new Request.Txn(List.of(), List.of(put(10_000)), List.of())));
    }

    private static Request.Txn txn(int then, int otherwise) {
        return new Request.Txn(
                List.of(), new ArrayList<>(Collections.nCopies(then, PUT)), Collections.nCopies(otherwise, PUT));
    }

    private static Request.Txn nested(Request.Txn inner) {
        return new Request.Txn(List.of(), List.of(inner), List.of());
    }

    private static Request put(int bytes) {
        return new Request.Put(KEY, value(bytes), 0, false);
    }

    private static Bytes value(int bytes) {
        return Bytes.wrap(new byte[bytes]);
    }

    private static void assertFits(Request request) {
        assertThatCode(() -> RequestLimits.check(LIMITS, request)).doesNotThrowAnyException();
    }

    private static void assertTooLarge(Request request) {
        assertThatExceptionOfType(RequestTooLargeException.class)
                .isThrownBy(() -> RequestLimits.check(LIMITS, request))
                .withMessageContaining("limit");
    }
}
