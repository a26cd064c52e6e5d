package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inBackend;

import io.gatewaystore.memory.planted.SessionFaults.WatchesNothing;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.txn.Compare.Target;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Faults of what locks and elections are made of. */
final class LockFaults {

    private LockFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inBackend(
                        "the store does not look at the fence, and the holder hears of nothing",
                        "Locks.refuseEveryWriteOfAHolderThatLostThem",
                        WritesInSpiteOfTheFence::new),
                inBackend(
                        "the store does not look at the fence of a leader, who hears of nothing",
                        "Elections.refuseTheWritesOfALeaderOfThePast",
                        WritesInSpiteOfTheFence::new),
                inBackend(
                                "nobody hears that a lock is free",
                                "Locks.areGivenToWhoHasWaitedLongest",
                                WatchesNothing::new)
                        .noticedInVain(),
                inBackend(
                                "a holder does not hear that its ticket is gone",
                                "Locks.areLostWhenTheirTicketIsDeleted",
                                WatchesNothing::new)
                        .noticedInVain(),
                inBackend(
                                "a leader does not hear that its key is gone",
                                "Elections.tellALeaderWhoseKeyIsDeleted",
                                WatchesNothing::new)
                        .noticedInVain(),
                inBackend("observers hear of nobody", "Elections.tellObserversWhoLeads", WatchesNothing::new)
                        .noticedInVain(),
                inBackend(
                        "the ticket of a waiter that gave up stays", "Locks.haveOneHolderAtATime", DeletesInVain::new),
                inBackend("every key looks like a ticket", "Locks.ignoreKeysWithoutASession", LooksLeased::new));
    }

    private static final class WritesInSpiteOfTheFence extends WatchesNothing {
        WritesInSpiteOfTheFence(Backend sound) {
            super(sound);
        }

        @Override
        Request.Txn asked(Request.Txn request) {
            return new Request.Txn(
                    request.compares().stream()
                            .filter(compare -> compare.target() != Target.CREATE_REVISION)
                            .toList(),
                    request.then(),
                    request.otherwise());
        }
    }

    private static final class DeletesInVain extends FaultyBackend {
        DeletesInVain(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
            return CompletableFuture.completedFuture(new Response.Delete(revision(), 1));
        }
    }

    private static final class LooksLeased extends AlteredEntries {
        LooksLeased(Backend sound) {
            super(sound);
        }

        @Override
        RawEntry altered(RawEntry entry) {
            return new RawEntry(
                    entry.key(), entry.value(), entry.createRevision(), entry.modRevision(), entry.version(), 1);
        }
    }
}
