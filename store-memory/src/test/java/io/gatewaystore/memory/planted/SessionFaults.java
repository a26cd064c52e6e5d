package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inBackend;

import io.gatewaystore.Bytes;
import io.gatewaystore.error.LeaseNotFoundException;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.WatchSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Faults of leases that clients keep alive, and of what hangs on them. */
final class SessionFaults {

    private SessionFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inBackend("a renewal is in vain", "Leases.outliveTheirTimeIfTheyAreRenewed", RenewsInVain::new),
                inBackend("a renewal for a session is in vain", "Sessions.outliveTheirTtl", RenewsInVain::new),
                inBackend(
                        "the renewal of one lease is answered for another",
                        "Leases.areRenewedManyAtATime",
                        AnswersForAnother::new),
                inBackend(
                        "a lease that is gone can be renewed",
                        "Leases.areNotFoundWhenTheyAreGone",
                        RenewsWhatIsGone::new),
                inBackend(
                                "the loss of a lease stays unsaid",
                                "Sessions.takeAnotherLeaseWhenTheirsIsGone",
                                RenewsWhatIsGone::new)
                        .noticedInVain(),
                inBackend("a lease tells of no key", "Leases.tellWhichKeysHangOnThem", TellsOfNoKey::new),
                inBackend(
                                "what arrives late stays",
                                "Sessions.deleteWhatArrivesAfterNobodyWaitsForItAnyMore",
                                TellsOfNoKey::new)
                        .noticedInVain(),
                inBackend("what a session binds is permanent", "Sessions.bindKeysToTheirLife", BindsNothing::new),
                inBackend("what a closed session had bound stays", "Sessions.endWithTheirStore", NeverRevokes::new),
                inBackend(
                        "a write on a lease that is gone is made without it",
                        "Sessions.areLostWhenAWriteFindsTheirLeaseGone",
                        WritesWithoutTheLease::new),
                inBackend(
                                "nobody hears that a registered key was deleted",
                                "Registrations.comeBackWhenSomebodyDeletesThem",
                                WatchesNothing::new)
                        .noticedInVain(),
                inBackend(
                                "nobody hears that an awaited key is free",
                                "Registrations.waitForTheKeyUntilItIsFree",
                                WatchesNothing::new)
                        .noticedInVain(),
                inBackend(
                        "a registered key is permanent",
                        "Registrations.areThereUntilTheyAreClosed",
                        BindsNothing::new));
    }

    private static final class RenewsInVain extends FaultyBackend {
        private final Map<Long, Duration> granted = new ConcurrentHashMap<>();

        RenewsInVain(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
            return sound.grantLease(ttl, deadline).thenApply(lease -> {
                granted.put(lease, ttl);
                return lease;
            });
        }

        @Override
        public CompletableFuture<Duration> renewLease(long lease, Deadline deadline) {
            return CompletableFuture.completedFuture(granted.get(lease));
        }
    }

    private static final class AnswersForAnother extends FaultyBackend {
        private volatile long first;

        AnswersForAnother(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Duration> renewLease(long lease, Deadline deadline) {
            if (first == 0) {
                first = lease;
            }
            return sound.renewLease(first, deadline);
        }
    }

    private static final class RenewsWhatIsGone extends FaultyBackend {
        RenewsWhatIsGone(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Duration> renewLease(long lease, Deadline deadline) {
            return sound.renewLease(lease, deadline).exceptionally(failure -> Duration.ofHours(1));
        }
    }

    private static final class TellsOfNoKey extends FaultyBackend {
        TellsOfNoKey(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<List<Bytes>> leaseKeys(long lease, Deadline deadline) {
            return sound.leaseKeys(lease, deadline).thenApply(keys -> List.of());
        }
    }

    private static final class BindsNothing extends FaultyBackend {
        BindsNothing(Backend sound) {
            super(sound);
        }

        @Override
        Request.Put asked(Request.Put request) {
            return new Request.Put(request.key(), request.value(), 0, request.keepLease());
        }
    }

    private static final class NeverRevokes extends FaultyBackend {
        NeverRevokes(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Long> revokeLease(long lease, Deadline deadline) {
            return CompletableFuture.completedFuture(revision());
        }
    }

    private static final class WritesWithoutTheLease extends FaultyBackend {
        WritesWithoutTheLease(Backend sound) {
            super(sound);
        }

        @Override
        Request.Put asked(Request.Put request) {
            try {
                sound.renewLease(request.lease(), NEVER).join();
                return request;
            } catch (CompletionException gone) {
                return gone.getCause() instanceof LeaseNotFoundException
                        ? new Request.Put(request.key(), request.value(), 0, request.keepLease())
                        : request;
            }
        }
    }

    static class WatchesNothing extends FaultyBackend {
        WatchesNothing(Backend sound) {
            super(sound);
        }

        @Override
        public BackendWatch watch(Request.Watch request, WatchSink sink) {
            sink.created(revision());
            return new BackendWatch() {
                @Override
                public void requestProgress() {}

                @Override
                public void close() {}
            };
        }
    }
}
