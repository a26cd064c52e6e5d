package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.replica.ReadLevel;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.replica.ReplicaEntry;
import io.gatewaystore.replica.ReplicaSnapshot;
import io.gatewaystore.testkit.etcd.EtcdBinary;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdClusters;
import io.gatewaystore.testkit.etcd.EtcdProxies;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.RandomFaults;
import io.gatewaystore.testkit.history.Answer;
import io.gatewaystore.testkit.history.HistoryChecker;
import io.gatewaystore.testkit.history.Recorder;
import io.gatewaystore.testkit.history.Workload;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients and watches of three real members under random faults, and whether anything is left of them at the end. The system properties {@code gatewaystore.faults.seed} and
 * {@code gatewaystore.faults.seconds} make another run, or a longer one.
 */
class RandomFaultsIT {

    private static final Logger log = LoggerFactory.getLogger(RandomFaultsIT.class);

    private static final long SEED = Long.getLong("gatewaystore.faults.seed", 1);
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("gatewaystore.faults.seconds", 120));
    /** Shorter than most faults, so that many outcomes are unknown. */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** Five seconds of deadline, and what the threads of a starved machine may take to say that it has passed. */
    private static final Duration LATEST_END = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Leaves the machine to others half of the time, and makes ten times the calls that are asked for. */
    private static final Duration PAUSE = Duration.ofMillis(15);

    private static final int FEWEST_CALLS_PER_SECOND = 34;
    private static final KeyRange RANGE = KeyRange.directory("h");

    @RegisterExtension
    final EtcdClusters clusters = new EtcdClusters();

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void breakNoPromise() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder()
                .binary(EtcdBinary.locate())
                .members(3)
                .partitionable()
                .build());
        EtcdProxies proxies = etcd.throughProxies();
        Recorder recorder = new Recorder();
        Holdings before = Holdings.of(etcd);
        long start = System.nanoTime();
        List<String> injected;
        try (Store one = Store.open(proxies.config());
                Store two = Store.open(proxies.config());
                Store undisturbed = Store.open(etcd.config());
                LeasedWrites leased = new LeasedWrites(one);
                Replica<Bytes> replica = one.replicate(RANGE, Codec.bytes())) {
            recorder.watch("undisturbed", undisturbed, RANGE, WatchOptions.snapshotThenChanges());
            recorder.watch(
                    "snapshot", one, RANGE, WatchOptions.snapshotThenChanges().withPrevious());
            recorder.watch("now", two, RANGE, WatchOptions.fromNow().withProgress());
            Workload.Running running = Workload.of(SEED)
                    .callsOfEach(Long.MAX_VALUE)
                    .pause(PAUSE)
                    .start(recorder, List.of(one, two.withDeadline(SHORT)));
            RandomFaults faults = RandomFaults.start(etcd, proxies, SEED);
            Awaitility.await().atMost(LENGTH.plusMinutes(1)).until(() -> System.nanoTime() - start > LENGTH.toNanos());
            faults.close();
            injected = faults.injected();
            running.stop();
            recorder.settle(undisturbed, PATIENCE);
            assertThat(leased.written()).isPositive();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> Holdings.of(etcd).assertSomeOfEach());
            assertConverges(replica, undisturbed);
        }

        long failed = recorder.history().calls().stream()
                .filter(call -> call.answer() instanceof Answer.Failed)
                .count();
        log.info(
                "seed {}: {} calls, {} of them failed, {} faults: {}",
                SEED,
                recorder.history().calls().size(),
                failed,
                injected.size(),
                injected);
        assertThat(injected).hasSizeGreaterThan((int) (LENGTH.toSeconds() / 10));
        assertThat(recorder.history().calls()).hasSizeGreaterThan((int) (LENGTH.toSeconds() * FEWEST_CALLS_PER_SECOND));
        assertThat(recorder.history().calls())
                .allMatch(call -> call.returned() - call.invoked() < LATEST_END.toNanos(), "ended by its deadline");
        HistoryChecker.assertSound(recorder.history());
        // Leases end by themselves, and anew when another member came to lead.
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> Holdings.of(etcd).assertNoMoreThan(before));
        log.info("nothing is left: {} before, {} now", before, Holdings.of(etcd));
    }

    private static void assertConverges(Replica<Bytes> replica, Store undisturbed) {
        replica.await(undisturbed.count(RANGE).revision(), PATIENCE);
        ReplicaSnapshot<Bytes> copied = replica.snapshot(ReadLevel.local());
        Listing listed = undisturbed.list(RANGE, ReadOptions.atRevision(copied.revision()));

        assertThat(copied.entries())
                .extracting(ReplicaEntry::key, ReplicaEntry::value, ReplicaEntry::modRevision)
                .containsExactlyElementsOf(listed.entries().stream()
                        .map(entry -> tuple(entry.key(), entry.value(), entry.modRevision()))
                        .toList());
    }
}
