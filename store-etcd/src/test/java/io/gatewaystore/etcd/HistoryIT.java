package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.history.History;
import io.gatewaystore.testkit.history.HistoryChecker;
import io.gatewaystore.testkit.history.Recorder;
import io.gatewaystore.testkit.history.Workload;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What concurrent clients and watches of three members are told is linearizable and complete. */
class HistoryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().members(3).build();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void isSoundWithoutFaults(long seed) {
        Recorder recorder = new Recorder();
        String directory = "h" + seed;
        KeyRange range = KeyRange.directory(directory);
        try (Store one = Store.open(ETCD.config());
                Store two = Store.open(ETCD.config())) {
            recorder.watch(
                    "snapshot", one, range, WatchOptions.snapshotThenChanges().withPrevious());
            recorder.watch("now", two, range, WatchOptions.fromNow().withProgress());
            recorder.watch("baseline", one, range, WatchOptions.fromNow().withBaseline());

            Workload.of(seed).directory(directory).run(recorder, List.of(one, two));
            recorder.settle(one, PATIENCE);
        }

        History history = recorder.history();
        assertThat(history.calls()).hasSizeGreaterThan(2_000);
        HistoryChecker.assertSound(history);
    }
}
