package io.gatewaystore.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.replica.ReadLevel;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.replica.ReplicaChange;
import io.gatewaystore.replica.ReplicaChanges;
import io.gatewaystore.replica.ReplicaChanges.Cause;
import io.gatewaystore.replica.ReplicaEntry;
import io.gatewaystore.replica.ReplicaSnapshot;
import io.gatewaystore.testkit.faults.FaultyStore;
import io.gatewaystore.watch.Resync;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas whose watch loses its history. */
class ReplicaResyncTest {

    private static final KeyRange RANGE = KeyRange.directory("r");

    private static final List<Resync.Reason> REASONS = List.of(Resync.Reason.values());

    private final MemoryCluster cluster = MemoryCluster.create();
    private final Store truth = cluster.open();
    private final FaultyStore faulty = FaultyStore.around(cluster.open());
    private final List<ReplicaChanges<String>> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        faulty.close();
        truth.close();
    }

    @ParameterizedTest
    @EnumSource
    void isToldOnceWithTheExactDifference(Resync.Reason reason) {
        truth.put("r/kept", Bytes.utf8("1"));
        truth.put("r/changed", Bytes.utf8("1"));
        truth.put("r/gone", Bytes.utf8("1"));
        try (Replica<String> replica = faulty.store().replicate(RANGE, Codec.text())) {
            replica.listen(told::add);
            faulty.loseHistory(reason);

            truth.put("r/changed", Bytes.utf8("2"));
            truth.delete("r/gone");
            truth.put("r/new", Bytes.utf8("1"));

            replica.get("r/new", ReadLevel.linearizable());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> replayed(Map.of("r/kept", "1", "r/changed", "1", "r/gone", "1"))
                            .equals(Map.of("r/kept", "1", "r/changed", "2", "r/new", "1")));
            assertThat(told.stream().filter(changes -> changes.cause() != Cause.WRITES))
                    .singleElement()
                    .satisfies(resync -> assertThat(resync.cause().name()).isEqualTo(reason.name()));
            assertThat(replica.status().resyncs()).isEqualTo(1);
            assertSameAsTruth(replica);
        }
    }

    private Map<String, String> replayed(Map<String, String> before) {
        Map<String, String> values = new HashMap<>(before);
        for (ReplicaChanges<String> changes : told) {
            for (ReplicaChange<String> change : changes) {
                change.after()
                        .ifPresentOrElse(
                                entry -> values.put(change.key(), entry.value()), () -> values.remove(change.key()));
            }
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void convergesToAListingOfTheSameRevision(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try (Replica<String> replica = faulty.store().replicate(RANGE, Codec.text())) {
            replica.listen(told::add);
            for (int i = 0; i < 2_000; i++) {
                String key = "r/" + random.nextInt(100);
                switch (random.nextInt(6)) {
                    case 0 -> truth.delete(key);
                    case 1 -> faulty.store().put(key, Bytes.utf8("own" + i));
                    case 2 -> truth.put("elsewhere", Bytes.empty());
                    default -> truth.put(key, Bytes.utf8("v" + i));
                }
                if (random.nextInt(100) == 0) {
                    faulty.loseHistory(REASONS.get(random.nextInt(REASONS.size())));
                }
            }

            assertSameAsTruth(replica);
            assertThat(replica.verify().drift()).isEmpty();
            Map<String, String> shown = new HashMap<>();
            replica.snapshot().forEach(entry -> shown.put(entry.key(), entry.value()));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(replayed(Map.of())).isEqualTo(shown));
        }
    }

    private void assertSameAsTruth(Replica<String> replica) {
        ReplicaSnapshot<String> snapshot = replica.snapshot(ReadLevel.linearizable());
        List<Entry> listed =
                truth.list(RANGE, ReadOptions.atRevision(snapshot.revision())).entries();
        assertThat(snapshot.entries())
                .extracting(ReplicaEntry::key, ReplicaEntry::value, ReplicaEntry::modRevision)
                .containsExactlyElementsOf(listed.stream()
                        .map(entry -> tuple(entry.key(), entry.value().toUtf8(), entry.modRevision()))
                        .toList());
    }
}
