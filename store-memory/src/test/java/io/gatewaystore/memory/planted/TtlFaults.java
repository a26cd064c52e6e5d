package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inBackend;
import static io.gatewaystore.memory.planted.Planting.inBackends;

import io.gatewaystore.KeyRange;
import io.gatewaystore.memory.ManualClock;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Faults of keys that delete themselves. */
final class TtlFaults {

    private TtlFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inBackend("a TTL never fires", "Ttls.deletesAKeyWhenItsTimeHasPassed", NeverFires::new)
                        .noticedInVain(),
                inBackends(
                        "a TTL fires too early",
                        "Ttls.deletesAKeyWhenItsTimeHasPassed",
                        clock -> sound -> new FiresTooEarly(sound, clock)),
                inBackend(
                        "a leased key does not look leased",
                        "Ttls.deletesAKeyWhenItsTimeHasPassed",
                        LooksPermanent::new),
                inBackend(
                        "keeping the lease drops it",
                        "Ttls.keepsTheTtlOfAKeyThatIsReplaced",
                        KeepingDropsTheLease::new),
                inBackend(
                        "a put without a TTL keeps the lease",
                        "Ttls.makesAKeyPermanentThatIsPutWithoutATtl",
                        PutKeepsTheLease::new),
                inBackends(
                        "a TTL ends the key whatever was written since",
                        "Ttls.countsANewTtlFromItsOwnWrite",
                        clock -> sound -> new TimerPerWrite(sound, clock)),
                inBackends(
                        "a conditional write that lost leaves its TTL behind",
                        "Ttls.doesNotEndAKeyForAConditionalWriteThatLost",
                        clock -> sound -> new TimerPerWrite(sound, clock)),
                inBackend(
                                "keys of one transaction and TTL end one by one",
                                "Ttls.tellsWatchersOfTheEndOfManyKeysAtOnce",
                                EndsOneByOne::new)
                        .noticedInVain(),
                inBackend(
                        "a lease that is revoked lives on",
                        "Ttls.deletesTheKeysOfALeaseThatIsRevoked",
                        NeverRevokes::new),
                inBackend(
                                "watches are not told of the end of a TTL",
                                "Ttls.tellsWatchersOfTheEndOfManyKeysAtOnce",
                                EndsInSilence::new)
                        .noticedInVain());
    }

    private static final class NeverFires extends FaultyBackend {
        NeverFires(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
            return sound.grantLease(Duration.ofDays(1), deadline);
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

    private static final class FiresTooEarly extends FaultyBackend {
        private final ManualClock clock;

        FiresTooEarly(Backend sound, ManualClock clock) {
            super(sound);
            this.clock = clock;
        }

        @Override
        public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
            return sound.grantLease(ttl, deadline).thenApply(lease -> {
                clock.runAt(clock.nanoTime() + ttl.toNanos() / 2, () -> sound.revokeLease(lease, NEVER));
                return lease;
            });
        }
    }

    private static final class LooksPermanent extends AlteredEntries {
        LooksPermanent(Backend sound) {
            super(sound);
        }

        @Override
        RawEntry altered(RawEntry entry) {
            return new RawEntry(
                    entry.key(), entry.value(), entry.createRevision(), entry.modRevision(), entry.version(), 0);
        }
    }

    private static final class KeepingDropsTheLease extends FaultyBackend {
        KeepingDropsTheLease(Backend sound) {
            super(sound);
        }

        @Override
        Request.Put asked(Request.Put request) {
            return new Request.Put(request.key(), request.value(), request.lease(), false);
        }
    }

    private static final class PutKeepsTheLease extends FaultyBackend {
        PutKeepsTheLease(Backend sound) {
            super(sound);
        }

        @Override
        Request.Put asked(Request.Put request) {
            boolean leased = now(single(request)).stream().anyMatch(entry -> entry.lease() != 0);
            return new Request.Put(request.key(), request.value(), request.lease(), leased && request.lease() == 0);
        }
    }

    private static KeyRange single(Request.Put request) {
        return KeyRange.single(request.key().toUtf8());
    }

    /** Has a timer for every write that it was asked for, instead of a lease that a later write may detach the key from. */
    private static final class TimerPerWrite extends FaultyBackend {
        private final ManualClock clock;
        private final Map<Long, Duration> ttls = new ConcurrentHashMap<>();

        TimerPerWrite(Backend sound, ManualClock clock) {
            super(sound);
            this.clock = clock;
        }

        @Override
        public CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline) {
            return sound.grantLease(ttl, deadline).thenApply(lease -> {
                ttls.put(lease, ttl);
                return lease;
            });
        }

        @Override
        Request.Put asked(Request.Put request) {
            Duration ttl = ttls.get(request.lease());
            if (ttl != null) {
                clock.runAt(
                        clock.nanoTime() + ttl.toNanos(),
                        () -> sound.delete(new Request.Delete(single(request)), NEVER));
            }
            return request;
        }
    }

    private static final class EndsOneByOne extends FaultyBackend {
        private static final Duration TTL = Duration.ofSeconds(2);

        EndsOneByOne(Backend sound) {
            super(sound);
        }

        @Override
        Request.Put asked(Request.Put request) {
            long own = request.lease() == 0 ? 0 : sound.grantLease(TTL, NEVER).join();
            return new Request.Put(request.key(), request.value(), own, request.keepLease());
        }
    }

    /** Reports deletions only while a verb of its own is under way. */
    private static final class EndsInSilence extends FaultyBackend {
        private volatile boolean writing;

        EndsInSilence(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline) {
            writing = true;
            try {
                return super.delete(request, deadline);
            } finally {
                writing = false;
            }
        }

        @Override
        WatchSink told(Request.Watch request, WatchSink sink) {
            return new FaultySink(sink) {
                @Override
                public void events(long revision, List<RawEvent> events) {
                    super.events(
                            revision,
                            events.stream()
                                    .filter(event -> writing || event.entry().isPresent())
                                    .toList());
                }
            };
        }
    }
}
