package io.gatewaystore.etcd;

import io.gatewaystore.KeyRange;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.UnavailableException;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.txn.Compare;
import java.util.List;
import java.util.Optional;

/**
 * A transaction that names the modRevision of an entry it overwrites or deletes, and the future of it. It may be sent again and again: once a copy has
 * been applied the entry has another modRevision for ever, so no other copy can be.
 *
 * <p>If a copy finds the guard broken after another went unanswered, that other one may have broken it. The entry that is there now tells if it hangs
 * on the lease that was granted for this write alone, or if it took the place of the guarded entry and is none that this write could have left. It tells so
 * only of the one key that the transaction writes, if that is guarded and was read along: what became of other keys says nothing. Otherwise the outcome
 * is unknown.
 */
final class GuardedTxn extends ComposedCall<Response.Txn> {

    private final Transport transport;
    private final Request.Txn request;
    private final Purpose purpose;
    private final Deadline deadline;

    GuardedTxn(Transport transport, Request.Txn request, Purpose purpose, Deadline deadline) {
        this.transport = transport;
        this.request = request;
        this.purpose = purpose;
        this.deadline = deadline;
    }

    /** Whether a transaction is applied once at most however often it is sent: its guard is broken by what it does itself. */
    static boolean isGuarded(Request.Txn txn) {
        for (Compare compare : txn.compares()) {
            if (isGuard(compare) && overwrites(txn, compare.range())) {
                return Purpose.firstWritten(txn.otherwise()).isEmpty();
            }
        }
        return false;
    }

    private static boolean isGuard(Compare compare) {
        return compare.target() == Compare.Target.MOD_REVISION
                && compare.relation() == Compare.Relation.EQUAL
                && compare.number() > 0
                && compare.range().singleKey().isPresent();
    }

    private static boolean overwrites(Request.Txn txn, KeyRange guarded) {
        return txn.then().stream()
                .anyMatch(part -> part instanceof Request.Put put
                        ? guarded.start().equals(put.key())
                        : part instanceof Request.Delete delete
                                && delete.range().equals(guarded));
    }

    GuardedTxn send() {
        return follow(transport.call(Procedures.GUARDED_TXN, Wire.txn(request), purpose, deadline));
    }

    /** The same where a copy that travelled otherwise may have been applied already. */
    GuardedTxn sendAgain() {
        return follow(transport.callAgain(Procedures.GUARDED_TXN, Wire.txn(request), purpose, deadline));
    }

    private GuardedTxn follow(UnaryCall<?, ?, Response.Txn> call) {
        follow(call, (answer, failure) -> {
            if (failure != null) {
                completeExceptionally(failure);
            } else if (answer.succeeded() || !call.isUncertain()) {
                complete(answer);
            } else {
                settle(answer);
            }
        });
        return this;
    }

    // --- a guard that is broken ---------------------------------------------------------------------------------

    private void settle(Response.Txn answer) {
        RawEntry current = written().flatMap(key -> current(key, answer)).orElse(null);
        if (current == null) {
            cannotBeTold();
        } else if (isOurs(current)) {
            complete(new Response.Txn(current.modRevision(), true, List.of(new Response.Put(current.modRevision()))));
        } else if (isWhatWeWouldLeave(current)) {
            cannotBeTold();
        } else {
            askWhatWasBefore(current, answer);
        }
    }

    /** The key of the only operation, if it is guarded. */
    private Optional<KeyRange> written() {
        return request.then().size() == 1
                ? request.compares().stream()
                        .filter(GuardedTxn::isGuard)
                        .map(Compare::range)
                        .filter(guarded -> overwrites(request, guarded))
                        .findFirst()
                : Optional.empty();
    }

    /** The entry that was read along with the guard. */
    private Optional<RawEntry> current(KeyRange key, Response.Txn answer) {
        boolean read = request.otherwise().size() == 1
                && request.otherwise().get(0) instanceof Request.Range asked
                && asked.range().equals(key)
                && asked.revision() == 0
                && asked.shape() == Request.Shape.ENTRIES;
        return read && answer.responses().get(0) instanceof Response.Range found
                ? found.entries().stream().findFirst()
                : Optional.empty();
    }

    private boolean isOurs(RawEntry entry) {
        return request.then().get(0) instanceof Request.Put put
                && put.lease() != 0
                && !put.sharedLease()
                && put.lease() == entry.lease()
                && put.key().equals(entry.key());
    }

    private boolean isWhatWeWouldLeave(RawEntry entry) {
        return request.then().get(0) instanceof Request.Put put && put.value().equals(entry.value());
    }

    /** History does not change: if nothing came between the guarded entry and one that is not ours, ours was not applied and never will be. */
    private void askWhatWasBefore(RawEntry entry, Response.Txn answer) {
        Request.Range before =
                new Request.Range(written().orElseThrow(), 0, entry.modRevision() - 1, false, Request.Shape.KEYS_ONLY);
        follow(transport.call(Procedures.RANGE, Wire.range(before), purpose, deadline), (past, failure) -> {
            boolean direct = failure == null && past.entries().stream().anyMatch(this::isGuarded);
            if (direct) {
                complete(answer);
            } else {
                cannotBeTold();
            }
        });
    }

    private boolean isGuarded(RawEntry entry) {
        return request.compares().stream()
                .anyMatch(compare -> isGuard(compare)
                        && compare.range().start().equals(entry.key())
                        && compare.number() == entry.modRevision());
    }

    private void cannotBeTold() {
        completeExceptionally(new UnavailableException(
                purpose + ": an attempt was not answered, and the next one found the guard broken, maybe by the first;"
                        + " read the key to see what is there now",
                null,
                Outcome.UNKNOWN));
    }
}
