package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from a session's lease what the session does not know. A key is looked at twice: once it has been read, a write that begins can only give it a higher
 * modRevision than the one the deletion is guarded by, and one that began before is known or under way.
 */
final class LeaseSweep {

    private static final Logger log = LoggerFactory.getLogger(LeaseSweep.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final StoreCore core;
    private final Backend backend;
    private final BoundKeys keys;
    private final AtomicBoolean running = new AtomicBoolean();

    LeaseSweep(StoreCore core, BoundKeys keys) {
        this.core = core;
        this.backend = core.backend();
        this.keys = keys;
    }

    /** Sweeps a lease, unless that is just being done. */
    void run(long lease) {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        Deadline deadline = Deadline.after(PATIENCE);
        long before = keys.now();
        backend.leaseKeys(lease, deadline)
                .thenCompose(listed -> delete(keys.compare(listed, before), lease, deadline))
                .whenComplete((done, failure) -> {
                    running.set(false);
                    if (failure != null) {
                        log.debug("the keys of a session's lease could not be looked through", failure);
                    }
                });
    }

    private CompletableFuture<Void> delete(List<Bytes> leftovers, long lease, Deadline deadline) {
        return CompletableFuture.allOf(leftovers.stream()
                .map(key -> backend.range(Requests.get(key), deadline)
                        .thenCompose(found -> found.entries().stream()
                                .filter(entry -> entry.lease() == lease && keys.isLeftover(key))
                                .findFirst()
                                .map(entry -> delete(entry, deadline))
                                .orElseGet(() -> CompletableFuture.completedFuture(null))))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<?> delete(RawEntry leftover, Deadline deadline) {
        log.debug("deleting a key that a write left on a session's lease after nobody waited for it any more");
        Request.Txn deletion = Requests.onlyIf(
                Requests.unchanged(leftover.key(), leftover.modRevision()),
                new Request.Delete(Requests.single(leftover.key())));
        return core.inTurn(deletion, deadline, () -> backend.txn(deletion, deadline), Requests::revision);
    }
}
