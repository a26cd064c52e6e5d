package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inBackend;
import static io.gatewaystore.memory.planted.Planting.inStore;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.memory.ManualClock;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Faults of reads of the present and the past. */
final class ReadFaults {

    private ReadFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inBackend(
                        "a read of the past shows the present",
                        "Reads.readsAKeyAtEveryRevisionItHad",
                        PastShowsThePresent::new),
                inStore(
                        "a listing of the past names the newest revision",
                        "Reads.listsAPastRevisionAndNamesIt",
                        PastNamesThePresent::new),
                inBackend(
                                "a serializable read never catches up",
                                "Reads.catchesUpWithSerializableReads",
                                SerializableNeverCatchesUp::new)
                        .noticedInVain(),
                inStore(
                        "a read of at least a revision takes any",
                        "Reads.failsForARevisionThatDoesNotExistYet",
                        AtLeastTakesAny::new),
                inBackend(
                        "a compacted revision reads as empty",
                        "Reads.failsForACompactedRevisionAndReadsTheOldestThatIsLeft",
                        CompactedReadsAsEmpty::new),
                inBackend(
                        "a revision that does not exist yet reads as the newest",
                        "Reads.failsForAPastRevisionThatDoesNotExistYet",
                        FutureReadsAsNewest::new),
                new Planting(
                        "a compaction takes the keys not written since",
                        "Reads.keepsWhatIsThereThroughACompaction",
                        CompactionTakesKeys::new));
    }

    private static final class PastShowsThePresent extends FaultyBackend {
        PastShowsThePresent(Backend sound) {
            super(sound);
        }

        @Override
        Request.Range asked(Request.Range request) {
            return new Request.Range(request.range(), request.limit(), 0, false, request.shape());
        }
    }

    private static final class PastNamesThePresent extends FaultyStore {
        PastNamesThePresent(Store sound) {
            super(sound, PastNamesThePresent::new);
        }

        @Override
        public Listing list(KeyRange range, ReadOptions options) {
            return new Listing(
                    sound.count(range).revision(), sound.list(range, options).entries());
        }
    }

    private static final class SerializableNeverCatchesUp extends FaultyBackend {
        private volatile long first;

        SerializableNeverCatchesUp(Backend sound) {
            super(sound);
        }

        @Override
        Response.Put answered(Request.Put request, Response.Put answer) {
            first = first == 0 ? answer.revision() : first;
            return answer;
        }

        @Override
        Request.Range asked(Request.Range request) {
            return request.serializable()
                    ? new Request.Range(request.range(), request.limit(), first, true, request.shape())
                    : request;
        }
    }

    private static final class AtLeastTakesAny extends FaultyStore {
        AtLeastTakesAny(Store sound) {
            super(sound, AtLeastTakesAny::new);
        }

        @Override
        public Optional<Entry> get(String key, ReadOptions options) {
            return sound.get(key, options.kind() == ReadOptions.Kind.AT_LEAST ? ReadOptions.serializable() : options);
        }
    }

    private static final class CompactedReadsAsEmpty extends FaultyBackend {
        CompactedReadsAsEmpty(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
            CompletableFuture<Response.Range> answer = sound.range(request, deadline);
            return answer.handle((range, failure) -> failure instanceof CompactedException
                    ? new Response.Range(revision(), List.of(), false, 0)
                    : answer.join());
        }
    }

    private static final class FutureReadsAsNewest extends FaultyBackend {
        FutureReadsAsNewest(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
            Request.Range newest = new Request.Range(request.range(), request.limit(), 0, false, request.shape());
            CompletableFuture<Response.Range> answer = sound.range(request, deadline);
            return answer.handle((range, failure) -> failure instanceof FutureRevisionException
                    ? sound.range(newest, deadline).join()
                    : answer.join());
        }
    }

    private static final class CompactionTakesKeys extends Planting.Fixture {
        CompactionTakesKeys(ManualClock clock) {
            super(clock, UnaryOperator.identity(), UnaryOperator.identity());
        }

        @Override
        public void compact(long revision) {
            super.compact(revision);
            try (FaultyBackend backend = new FaultyBackend(cluster.openBackend())) {
                for (RawEntry entry : backend.now(KeyRange.all())) {
                    if (entry.modRevision() < revision) {
                        backend.delete(
                                        new Request.Delete(
                                                KeyRange.single(entry.key().toUtf8())),
                                        FaultyBackend.NEVER)
                                .join();
                    }
                }
            }
        }
    }
}
