package io.gatewaystore.txn;

import java.util.ArrayList;
import java.util.List;

/**
 * A transaction: if every compare holds, one list of operations is run, else the other; all at one revision, or not at all.
 *
 * <pre>{@code
 * Txn handOver = Txn.when(Compare.modRevision("owner").equalTo(owner.modRevision()))
 *         .then(Operation.put("owner", me), Operation.put("since", now))
 *         .otherwise(Operation.get("owner"));
 * TxnResult result = store.commit(handOver);
 * }</pre>
 *
 * <p>Nothing in one branch may write a key twice. All writes of a transaction share one revision, and a watch delivers them in
 * one {@link io.gatewaystore.watch.ChangeSet}.
 *
 * <p>Immutable. {@code then} and {@code otherwise} return a new transaction.
 *
 * @param compares the conditions; with none the first list is run
 * @param then what is done if all of them hold
 * @param otherwise what is done if one does not
 */
public record Txn(List<Compare> compares, List<Operation> then, List<Operation> otherwise) {

    /**
     * Creates a transaction; {@link #when} and {@link #of} read better.
     *
     * @param compares the conditions
     * @param then what is done if all hold
     * @param otherwise what is done if one does not
     */
    public Txn {
        compares = List.copyOf(compares);
        then = List.copyOf(then);
        otherwise = List.copyOf(otherwise);
    }

    /**
     * A transaction that begins with conditions.
     *
     * @param compares the conditions, all of which must hold
     * @return a transaction that does nothing yet
     */
    public static Txn when(Compare... compares) {
        return new Txn(List.of(compares), List.of(), List.of());
    }

    /**
     * A transaction without conditions.
     *
     * @param operations what is done
     * @return the transaction
     */
    public static Txn of(Operation... operations) {
        return new Txn(List.of(), List.of(operations), List.of());
    }

    /**
     * Adds what is done if the conditions hold.
     *
     * @param operations the operations, after those already there
     * @return the longer transaction
     */
    public Txn then(Operation... operations) {
        return new Txn(compares, joined(then, operations), otherwise);
    }

    /**
     * Adds what is done if a condition does not hold.
     *
     * @param operations the operations, after those already there
     * @return the longer transaction
     */
    public Txn otherwise(Operation... operations) {
        return new Txn(compares, then, joined(otherwise, operations));
    }

    private static List<Operation> joined(List<Operation> head, Operation[] tail) {
        List<Operation> all = new ArrayList<>(head);
        all.addAll(List.of(tail));
        return all;
    }
}
