package io.gatewaystore.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.testkit.faults.CallFault;
import io.gatewaystore.testkit.faults.Calls;
import io.gatewaystore.testkit.faults.FaultyStore;
import io.gatewaystore.testkit.history.Answer;
import io.gatewaystore.testkit.history.History;
import io.gatewaystore.testkit.history.HistoryChecker;
import io.gatewaystore.testkit.history.Recorder;
import io.gatewaystore.testkit.history.Workload;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What concurrent clients and watches of the in-memory backend are told is linearizable and complete, with faults before it as well. */
class HistoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final KeyRange RANGE = KeyRange.directory("h");

    private final MemoryCluster cluster = MemoryCluster.create();
    private final Recorder recorder = new Recorder();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void isSoundWithoutFaults(long seed) {
        try (Store one = cluster.open();
                Store two = cluster.open()) {
            recorder.watch(
                    "snapshot", one, RANGE, WatchOptions.snapshotThenChanges().withPrevious());
            recorder.watch("now", two, RANGE, WatchOptions.fromNow().withProgress());
            recorder.watch("beginning", two, RANGE, WatchOptions.fromRevision(1).withBaseline());
            recorder.watch("one key", two, KeyRange.single("h/3"), WatchOptions.fromNow());

            Workload.of(seed).run(recorder, List.of(one, two));
            recorder.settle(one, PATIENCE);
        }

        History history = recorder.history();
        assertThat(history.calls()).hasSizeGreaterThan(2_000);
        HistoryChecker.assertSound(history);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void isSoundWhenAnswersAreLostAndHistoryIsToo(long seed) {
        try (Store sound = cluster.open();
                FaultyStore faulty = FaultyStore.around(cluster.open())) {
            recorder.watch("undisturbed", sound, RANGE, WatchOptions.snapshotThenChanges());
            recorder.watch("disturbed", faulty.store(), RANGE, WatchOptions.snapshotThenChanges());
            recorder.watch("from now", faulty.store(), RANGE, WatchOptions.fromNow());
            faulty.randomly(
                    seed,
                    0.1,
                    Calls.writes(),
                    CallFault.refused(),
                    CallFault.lostRequest(),
                    CallFault.lostAnswer(),
                    CallFault.heldBack());

            Workload.Running running = Workload.of(seed).start(recorder, List.of(faulty.store(), sound));
            while (running.calls() < 1_500) {
                faulty.loseHistory(Resync.Reason.COMPACTED);
                faulty.release();
                Thread.onSpinWait();
            }
            running.await();
            faulty.heal();
            faulty.release();
            recorder.settle(sound, PATIENCE);
        }

        History history = recorder.history();
        assertThat(history.calls())
                .filteredOn(call -> call.answer() instanceof Answer.Failed)
                .hasSizeGreaterThan(20);
        assertThat(history.watches())
                .filteredOn(log -> log.told().stream().anyMatch(Resync.class::isInstance))
                .hasSize(2);
        HistoryChecker.assertSound(history);
    }
}
