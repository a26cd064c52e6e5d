package io.gatewaystore.memory.planted;

import static io.gatewaystore.memory.planted.Planting.inBackend;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Faults of single keys: values, revisions, versions. */
final class KeyFaults {

    private KeyFaults() {}

    static List<Planting> plantings() {
        return List.of(
                inBackend(
                        "a put tells the revision before its own",
                        "Keys.readsBackWhatWasPutWithTheRevisionOfTheWrite",
                        PutTellsTheRevisionBefore::new),
                inBackend(
                        "every write looks like the one that created the key",
                        "Keys.countsTheWritesToAKeyAndKeepsTheRevisionThatCreatedIt",
                        CreateRevisionMoves::new),
                inBackend(
                        "the version goes on after a deletion",
                        "Keys.beginsAnewWithAKeyThatIsWrittenAfterItsDeletion",
                        VersionSurvivesDeletion::new),
                inBackend(
                        "an empty value reads as an absent key",
                        "Keys.keepsAnEmptyValueApartFromNoValue",
                        EmptyValueReadsAsAbsent::new),
                inBackend("values are taken for text", "Keys.keepsEveryByteOfAValue", ValuesAreText::new),
                inBackend(
                        "keys are normalised like paths", "Keys.takesAnyWellFormedTextAsAKey", KeysAreNormalised::new),
                inBackend(
                        "a deletion of nothing makes a revision",
                        "Keys.createsNoRevisionWhenThereIsNothingToDelete",
                        DeletionOfNothingMakesARevision::new),
                inBackend(
                        "a deletion always says it found the key",
                        "Keys.createsNoRevisionWhenThereIsNothingToDelete",
                        DeletionAlwaysFinds::new),
                inBackend(
                        "reads come from a cache that others' writes do not reach",
                        "Keys.seesEveryWriteOfAnotherStoreThoughItOnlyReads",
                        StaleCache::new),
                inBackend(
                        "a write is seen by other stores only after their own next write",
                        "Keys.seesWhatAnotherStoreWroteAsSoonAsThatWasAcknowledged",
                        SeesUntilItsLastWrite::new),
                inBackend(
                        "a result's value changes with the next write",
                        "Results.keepsAnEntryAsItWasRead",
                        ReusedBuffers::new));
    }

    private static final class PutTellsTheRevisionBefore extends FaultyBackend {
        PutTellsTheRevisionBefore(Backend sound) {
            super(sound);
        }

        @Override
        Response.Put answered(Request.Put request, Response.Put answer) {
            return new Response.Put(answer.revision() - 1);
        }
    }

    private static final class CreateRevisionMoves extends AlteredEntries {
        CreateRevisionMoves(Backend sound) {
            super(sound);
        }

        @Override
        RawEntry altered(RawEntry entry) {
            return new RawEntry(
                    entry.key(),
                    entry.value(),
                    entry.modRevision(),
                    entry.modRevision(),
                    entry.version(),
                    entry.lease());
        }
    }

    private static final class VersionSurvivesDeletion extends AlteredEntries {
        private final Map<Bytes, Long> versions = new HashMap<>();

        VersionSurvivesDeletion(Backend sound) {
            super(sound);
        }

        @Override
        Request.Delete asked(Request.Delete request) {
            now(request.range()).forEach(entry -> versions.merge(entry.key(), entry.version(), Long::sum));
            return request;
        }

        @Override
        RawEntry altered(RawEntry entry) {
            return new RawEntry(
                    entry.key(),
                    entry.value(),
                    entry.createRevision(),
                    entry.modRevision(),
                    entry.version() + versions.getOrDefault(entry.key(), 0L),
                    entry.lease());
        }
    }

    private static final class EmptyValueReadsAsAbsent extends FaultyBackend {
        EmptyValueReadsAsAbsent(Backend sound) {
            super(sound);
        }

        @Override
        Response.Range answered(Request.Range request, Response.Range answer) {
            List<RawEntry> entries = answer.entries().stream()
                    .filter(entry -> !entry.value().isEmpty())
                    .toList();
            return new Response.Range(answer.revision(), entries, answer.more(), answer.count());
        }
    }

    private static final class ValuesAreText extends FaultyBackend {
        ValuesAreText(Backend sound) {
            super(sound);
        }

        @Override
        Request.Put asked(Request.Put request) {
            Bytes value = Bytes.utf8(request.value().toUtf8());
            return new Request.Put(request.key(), value, request.lease(), request.keepLease());
        }
    }

    private static final class KeysAreNormalised extends FaultyBackend {
        KeysAreNormalised(Backend sound) {
            super(sound);
        }

        @Override
        Request.Put asked(Request.Put request) {
            Bytes key = Bytes.utf8(request.key().toUtf8().replace("//", "/"));
            return new Request.Put(key, request.value(), request.lease(), request.keepLease());
        }
    }

    private static final class DeletionOfNothingMakesARevision extends FaultyBackend {
        DeletionOfNothingMakesARevision(Backend sound) {
            super(sound);
        }

        @Override
        Request.Delete asked(Request.Delete request) {
            if (now(request.range()).isEmpty()) {
                sound.put(new Request.Put(Bytes.utf8("tombstone"), Bytes.empty(), 0, false), NEVER)
                        .join();
            }
            return request;
        }
    }

    private static final class DeletionAlwaysFinds extends FaultyBackend {
        DeletionAlwaysFinds(Backend sound) {
            super(sound);
        }

        @Override
        Response.Delete answered(Request.Delete request, Response.Delete answer) {
            return new Response.Delete(answer.revision(), Math.max(1, answer.deleted()));
        }
    }

    private static final class StaleCache extends FaultyBackend {
        private final Map<KeyRange, Response.Range> cache = new ConcurrentHashMap<>();

        StaleCache(Backend sound) {
            super(sound);
        }

        @Override
        public CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline) {
            return request.range().singleKey().isEmpty() || request.revision() != 0
                    ? super.range(request, deadline)
                    : CompletableFuture.completedFuture(cache.computeIfAbsent(
                            request.range(),
                            range -> sound.range(request, deadline).join()));
        }

        @Override
        Response.Put answered(Request.Put request, Response.Put answer) {
            cache.clear();
            return answer;
        }

        @Override
        Response.Delete answered(Request.Delete request, Response.Delete answer) {
            cache.clear();
            return answer;
        }
    }

    /** Reads the revision of its own last write, if it ever wrote. */
    private static final class SeesUntilItsLastWrite extends FaultyBackend {
        private volatile long last;

        SeesUntilItsLastWrite(Backend sound) {
            super(sound);
        }

        @Override
        Request.Range asked(Request.Range request) {
            return request.revision() == 0
                    ? new Request.Range(request.range(), request.limit(), last, false, request.shape())
                    : request;
        }

        @Override
        Response.Put answered(Request.Put request, Response.Put answer) {
            last = answer.revision();
            return answer;
        }

        @Override
        Response.Delete answered(Request.Delete request, Response.Delete answer) {
            last = answer.revision();
            return answer;
        }
    }

    /** One buffer for each key, overwritten in place, which is what it also hands out. */
    private static final class ReusedBuffers extends AlteredEntries {
        private final Map<Bytes, byte[]> buffers = new HashMap<>();

        ReusedBuffers(Backend sound) {
            super(sound);
        }

        @Override
        Request.Put asked(Request.Put request) {
            byte[] value = request.value().toByteArray();
            byte[] buffer = buffers.computeIfAbsent(request.key(), key -> value);
            if (buffer.length == value.length) {
                System.arraycopy(value, 0, buffer, 0, value.length);
            } else {
                buffers.put(request.key(), value);
            }
            return request;
        }

        @Override
        RawEntry altered(RawEntry entry) {
            return new RawEntry(
                    entry.key(),
                    Bytes.wrap(buffers.get(entry.key())),
                    entry.createRevision(),
                    entry.modRevision(),
                    entry.version(),
                    entry.lease());
        }
    }
}
