package io.gatewaystore.cli.copy;

import io.gatewaystore.Entry;
import io.gatewaystore.Store;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Writes entries in one transaction, each under a guard of its own: that the key does not exist, or that its last write is the one that was
 * seen. So a transaction whose outcome is unknown is repeated as it was, and whatever holds what it should after that is settled. Nothing is ever
 * overwritten that was not seen.
 */
final class BatchWriter {

    private static final int MOST_ROUNDS = 10;
    private static final long ABSENT = 0;

    private final Store target;
    private final boolean force;
    private final Tally tally;
    private final CountDownLatch givenUp;

    BatchWriter(Store target, boolean force, Tally tally, CountDownLatch givenUp) {
        this.target = target;
        this.force = force;
        this.tally = tally;
        this.givenUp = givenUp;
    }

    /** What is to be written, and the revision that the key must have had its last write at. */
    private record Guarded(Entry entry, long seen) {

        Operation operation() {
            String key = entry.key();
            Compare guard = seen == ABSENT
                    ? Compare.absent(key)
                    : Compare.modRevision(key).equalTo(seen);
            return Operation.nested(
                    Txn.when(guard).then(Operation.put(key, entry.value())).otherwise(Operation.get(key)));
        }

        boolean isHeldBy(Optional<Entry> current) {
            return current.filter(found -> found.value().equals(entry.value()) && !found.leased())
                    .isPresent();
        }
    }

    void write(List<Entry> batch) {
        List<Guarded> open =
                batch.stream().map(entry -> new Guarded(entry, ABSENT)).toList();
        for (int round = 1; !open.isEmpty() && round <= MOST_ROUNDS; round++) {
            open = attempt(open);
        }
        open.forEach(left -> tally.failed(left.entry().key(), "somebody else keeps changing it"));
    }

    /** Makes one transaction of all; those that are to be tried again come back, with what was seen. */
    private List<Guarded> attempt(List<Guarded> all) {
        Patience patience = new Patience(givenUp);
        boolean mayHaveHappened = false;
        while (true) {
            try {
                TxnResult result = target.commit(
                        Txn.of(all.stream().map(Guarded::operation).toArray(Operation[]::new)));
                return settle(all, result, mayHaveHappened);
            } catch (RequestTooLargeException e) {
                return divide(all, e);
            } catch (StoreException e) {
                mayHaveHappened |= e.outcome() == Outcome.UNKNOWN;
                patience.pauseAfter(e);
            }
        }
    }

    private List<Guarded> settle(List<Guarded> all, TxnResult result, boolean mayHaveHappened) {
        List<Guarded> again = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Guarded one = all.get(i);
            TxnResult answer = result.nested(i);
            if (answer.succeeded()) {
                tally.written(one.seen() != ABSENT);
                continue;
            }
            Optional<Entry> current = answer.entry(0);
            boolean asItShouldBe = one.isHeldBy(current);
            if (asItShouldBe && mayHaveHappened) {
                tally.written(one.seen() != ABSENT);
            } else if (asItShouldBe || !force) {
                tally.skipped(one.entry().key());
            } else {
                again.add(
                        new Guarded(one.entry(), current.map(Entry::modRevision).orElse(ABSENT)));
            }
        }
        return again;
    }

    /** A cluster may take less than etcd does by default. */
    private List<Guarded> divide(List<Guarded> all, RequestTooLargeException failure) {
        if (all.size() == 1) {
            tally.failed(all.get(0).entry().key(), String.valueOf(failure.getMessage()));
            return List.of();
        }
        List<Guarded> again = new ArrayList<>(attempt(all.subList(0, all.size() / 2)));
        again.addAll(attempt(all.subList(all.size() / 2, all.size())));
        return again;
    }
}
