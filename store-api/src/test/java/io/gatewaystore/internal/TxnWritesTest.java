package io.gatewaystore.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import org.junit.jupiter.api.Test;

class TxnWritesTest {

    private static final Operation PUT = Operation.put("d/a", Bytes.utf8("secret"));
    private static final Operation DELETE = Operation.delete("d/a");
    private static final Operation DELETE_ALL = Operation.deleteRange(KeyRange.directory("d"));

    @Test
    void refusesAKeyThatIsWrittenTwice() {
        assertRefused(PUT, PUT);
        assertRefused(PUT, DELETE);
        assertRefused(DELETE, PUT);
        assertRefused(PUT, DELETE_ALL);
        assertRefused(DELETE_ALL, PUT);
    }

    @Test
    void refusesAKeyThatANestedTransactionWritesToo() {
        assertRefused(PUT, Operation.nested(Txn.of(PUT)));
        assertRefused(Operation.nested(Txn.of(PUT)), PUT);
        assertRefused(PUT, Operation.nested(Txn.when().otherwise(DELETE_ALL)));
        assertRefused(Operation.nested(Txn.of(PUT)), Operation.nested(Txn.when().otherwise(PUT)));
        assertRefused(Operation.nested(Txn.of(PUT, PUT)));
        assertRefused(Operation.nested(Txn.of(Operation.nested(Txn.of(PUT)))), DELETE);
    }

    @Test
    void acceptsBranchesThatExcludeEachOther() {
        assertAccepted(Txn.when(Compare.absent("d/a")).then(PUT).otherwise(DELETE));
        assertAccepted(Txn.of(Operation.nested(Txn.when().then(PUT).otherwise(PUT))));
        assertAccepted(Txn.of(Operation.nested(Txn.when().then(PUT).otherwise(DELETE_ALL))));
    }

    @Test
    void acceptsDeletionsThatOverlapAndReadsOfWhatIsWritten() {
        assertAccepted(Txn.of(DELETE, DELETE_ALL, DELETE));
        assertAccepted(Txn.of(Operation.get("d/a"), PUT, Operation.list(KeyRange.all())));
        assertAccepted(Txn.of(PUT, Operation.put("d/b", Bytes.empty()), Operation.delete("e")));
    }

    private static void assertRefused(Operation... operations) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TxnWrites.check(Txn.of(operations)))
                .withMessageContaining("d/a")
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TxnWrites.check(Txn.when(Compare.absent("x")).otherwise(operations)));
    }

    private static void assertAccepted(Txn txn) {
        assertThatCode(() -> TxnWrites.check(txn)).doesNotThrowAnyException();
    }
}
