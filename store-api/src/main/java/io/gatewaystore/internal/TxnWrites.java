package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a transaction may write: a key at most once, since all its writes share one revision. The two branches of a nested transaction exclude
 * each other, so both may write the same key.
 */
final class TxnWrites {

    private final Set<Bytes> puts = new LinkedHashSet<>();
    private final List<KeyRange> deletes = new ArrayList<>();

    private TxnWrites() {}

    static void check(Txn txn) {
        of(txn.then());
        of(txn.otherwise());
    }

    private static TxnWrites of(List<Operation> branch) {
        TxnWrites writes = new TxnWrites();
        for (Operation operation : branch) {
            if (operation instanceof Operation.Put put) {
                writes.addPut(Keys.encode(put.key()));
            } else if (operation instanceof Operation.Delete delete) {
                writes.addDelete(delete.range());
            } else if (operation instanceof Operation.Nested nested) {
                writes.addEither(of(nested.txn().then()), of(nested.txn().otherwise()));
            }
        }
        return writes;
    }

    private void addPut(Bytes key) {
        if (!puts.add(key) || deletes.stream().anyMatch(range -> range.contains(key))) {
            throw twice(key);
        }
    }

    private void addDelete(KeyRange range) {
        puts.stream().filter(range::contains).findFirst().ifPresent(key -> {
            throw twice(key);
        });
        deletes.add(range);
    }

    private void addEither(TxnWrites then, TxnWrites otherwise) {
        Set<Bytes> keys = new LinkedHashSet<>(then.puts);
        keys.addAll(otherwise.puts);
        List<KeyRange> ranges = new ArrayList<>(then.deletes);
        ranges.addAll(otherwise.deletes);
        for (Bytes key : keys) {
            if (puts.contains(key) || deletes.stream().anyMatch(range -> range.contains(key))) {
                throw twice(key);
            }
        }
        for (KeyRange range : ranges) {
            puts.stream().filter(range::contains).findFirst().ifPresent(key -> {
                throw twice(key);
            });
        }
        puts.addAll(keys);
        deletes.addAll(ranges);
    }

    private static IllegalArgumentException twice(Bytes key) {
        return new IllegalArgumentException("transaction: key '" + key.toUtf8()
                + "' is written twice in one branch (expected: at most one write to a key)");
    }
}
