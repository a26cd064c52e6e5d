package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatewaystore.Bytes;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.spi.Limits;
import io.gatewaystore.spi.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {

    private static final Limits LIMITS = new Limits(4, 1_000);
    private static final Bytes KEY = Bytes.utf8("key");
    private static final Request PUT = put(0);

    @Test
    void measuresKeyAndValueTogether() {
        assertThatCode(() -> RequestLimits.checkWrite(LIMITS, "key", KEY, value(900)))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(RequestTooLargeException.class)
                .isThrownBy(() -> RequestLimits.checkWrite(LIMITS, "key", KEY, value(1_000)))
                .withMessageContaining("'key'")
                .withMessageContaining("1003 bytes");
        assertThatExceptionOfType(RequestTooLargeException.class)
                .isThrownBy(() -> RequestLimits.checkWrite(LIMITS, "key", value(1_000), value(0)));
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
        assertFits(new Request.Txn(List.of(), List.of(put(300)), List.of(put(300))));
        assertTooLarge(new Request.Txn(List.of(), List.of(put(500)), List.of(put(500))));
        assertTooLarge(nested(new Request.Txn(List.of(), List.of(put(1_000)), List.of())));
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

    private static void assertFits(Request.Txn txn) {
        assertThatCode(() -> RequestLimits.checkTxn(LIMITS, txn)).doesNotThrowAnyException();
    }

    private static void assertTooLarge(Request.Txn txn) {
        assertThatExceptionOfType(RequestTooLargeException.class)
                .isThrownBy(() -> RequestLimits.checkTxn(LIMITS, txn))
                .withMessageContaining("limit");
    }
}
