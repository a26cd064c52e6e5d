package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdMember;
import io.gatewaystore.testkit.faults.Admission;
import io.gatewaystore.testkit.faults.FaultProxy;
import io.gatewaystore.testkit.faults.Traffic;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import io.gatewaystore.watch.WatchState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many watches on three real members: what they cost, and how they get over links that go silent and a cluster that is away. The system property
 * {@code gatewaystore.away.seconds} keeps it away longer.
 */
class WatchEngineIT {

    private static final Logger log = LoggerFactory.getLogger(WatchEngineIT.class);

    private static final Duration AWAY = Duration.ofSeconds(Long.getLong("gatewaystore.away.seconds", 3));
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MANY = 5_000;
    private static final long MEBIBYTE = 1 << 20;

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().members(3).build();

    private static Store open(String... hosts) {
        return Store.open(StoreConfig.builder()
                .environment(ETCD.environment())
                .etcdHosts(hosts)
                .connectTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .build());
    }

    @Test
    void noticesAHalfOpenLinkAndGoesOnElsewhere() {
        try (FaultProxy silent = FaultProxy.before(ETCD.member(0).endpoint());
                FaultProxy sound = FaultProxy.before(ETCD.member(1).endpoint())) {
            sound.admit(Admission.REFUSED);
            try (Store store = open(silent.endpoint(), sound.endpoint())) {
                List<String> told = new CopyOnWriteArrayList<>();
                Watch watch =
                        store.watch(KeyRange.directory("half"), changes -> changes.forEach(c -> told.add(c.key())));
                Awaitility.await().until(() -> watch.state().phase() == WatchState.Phase.LIVE);
                sound.admit(Admission.ACCEPTED);
                sound.set(Traffic.stalled());

                Instant cut = Instant.now();
                silent.set(Traffic.swallowed());

                Awaitility.await()
                        .atMost(Duration.ofSeconds(8))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> watch.state().phase() == WatchState.Phase.STALE);
                assertThat(watch.state().staleSince().orElseThrow()).isBefore(cut.plusMillis(100));
                assertThat(store.status().watches())
                        .singleElement()
                        .satisfies(status -> assertThat(status.state().phase()).isEqualTo(WatchState.Phase.STALE));
                ETCD.admin().put("half/meanwhile", "1");
                sound.heal();
                Awaitility.await().atMost(PATIENCE).until(() -> told.contains("half/meanwhile"));
                assertThat(told).containsExactly("half/meanwhile");
                Awaitility.await().until(() -> watch.state().phase() == WatchState.Phase.LIVE);
            }
        }
    }

    /** Until the others have been told everything; more is told than may wait, so it goes on under its policy. */
    @Test
    void holdsUpNobodyWhileAListenerBlocksOrThrows() {
        int changes = 200;
        try (Store store = open(ETCD.endpoints().toArray(String[]::new))) {
            CountDownLatch release = new CountDownLatch(1);
            List<String> blocked = new CopyOnWriteArrayList<>();
            List<String> throwing = new CopyOnWriteArrayList<>();
            List<String> sound = new CopyOnWriteArrayList<>();
            WatchOptions narrow = WatchOptions.fromNow().onSlowConsumer(SlowConsumer.RESUME, 10);
            Watch first = store.watch(KeyRange.directory("held"), narrow, set -> {
                awaitRelease(release);
                note(set, blocked);
            });
            Watch second = store.watch(KeyRange.directory("held"), set -> {
                note(set, throwing);
                throw new IllegalStateException("thrown by a listener, as the test wants it");
            });
            Watch third = store.watch(KeyRange.directory("held"), set -> note(set, sound));
            awaitLive(List.of(first, second, third), PATIENCE);

            for (int i = 0; i < changes; i++) {
                store.put("held/" + i, Bytes.utf8("x"));
            }

            Awaitility.await().atMost(PATIENCE).until(() -> sound.size() == changes && throwing.size() == changes);
            assertThat(blocked).isEmpty();
            release.countDown();
            Awaitility.await().atMost(PATIENCE).until(() -> blocked.size() >= changes);
            assertThat(blocked).isEqualTo(sound).isEqualTo(throwing).doesNotHaveDuplicates();
        }
    }

    private static void note(ChangeSet set, List<String> told) {
        set.forEach(change -> told.add(change.key()));
    }

    private static void awaitRelease(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void servesFiveThousandWatchesOnFourStreamsAtMostAndResumesThemAllAfterARestart() {
        try (Store store = open(ETCD.endpoints().toArray(String[]::new))) {
            serveAsManyReads(store);
            List<Usage> before = usage();
            List<Watch> watches = new ArrayList<>();
            AtomicInteger told = new AtomicInteger();
            for (int i = 0; i < MANY; i++) {
                WatchOptions options = i % 10 == 9 ? WatchOptions.fromRevision(1) : WatchOptions.fromNow();
                watches.add(
                        store.async().watch(KeyRange.single("many/" + i), options, changes -> told.incrementAndGet()));
            }
            awaitLive(watches, PATIENCE);

            List<Usage> with = usage();
            long streams = growth(before, with, Usage::streams);
            long bytes = growth(before, with, Usage::bytes);
            long goroutines = growth(before, with, Usage::goroutines);
            log.info("{} watches: {} streams, {} KiB, {} goroutines more", MANY, streams, bytes / 1024, goroutines);
            assertThat(streams).isBetween(1L, 4L);
            assertThat(goroutines).isLessThan(200);
            assertThat(bytes).isLessThan(10 * MEBIBYTE);

            ETCD.members().forEach(EtcdMember::kill);
            ETCD.members().forEach(EtcdMember::start);
            ETCD.awaitHealthy();
            long back = System.nanoTime();
            awaitLive(watches, Duration.ofSeconds(5));
            log.info(
                    "all live {} ms after etcd was back",
                    Duration.ofNanos(System.nanoTime() - back).toMillis());
            IntStream.range(0, MANY).forEach(i -> store.async().put("many/" + i, Bytes.utf8("1")));
            Awaitility.await().atMost(PATIENCE).until(() -> told.get() == MANY);
        }
    }

    /** What requests alone make etcd grow by is not for the watches to answer for. */
    private static void serveAsManyReads(Store store) {
        CompletableFuture.allOf(IntStream.range(0, MANY)
                        .mapToObj(i -> store.async().get("many/" + i))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static void awaitLive(List<Watch> watches, Duration patience) {
        Awaitility.await()
                .atMost(patience)
                .until(() -> watches.stream().allMatch(watch -> watch.state().phase() == WatchState.Phase.LIVE));
    }

    @Test
    void losesAndRepeatsNothingWhileTheWholeClusterIsAway() {
        try (Store store = open(ETCD.endpoints().toArray(String[]::new))) {
            long first = store.put("away/0", Bytes.utf8("0")).revision();
            List<List<Long>> told = new ArrayList<>();
            List<Watch> watches = new ArrayList<>();
            List<WatchOptions> starts = List.of(
                    WatchOptions.fromNow(),
                    WatchOptions.fromRevision(first + 1),
                    WatchOptions.fromRevision(first + 3),
                    WatchOptions.snapshotThenChanges());
            for (int i = 0; i < 40; i++) {
                List<Long> revisions = new CopyOnWriteArrayList<>();
                told.add(revisions);
                watches.add(store.watch(
                        KeyRange.directory("away"),
                        starts.get(i % starts.size()),
                        changes -> changes.forEach(change -> revisions.add(change.revision()))));
            }
            put("before", 5);

            ETCD.members().forEach(EtcdMember::kill);
            Instant gone = Instant.now();
            Awaitility.await()
                    .atMost(AWAY.plus(PATIENCE))
                    .until(() -> gone.plus(AWAY).isBefore(Instant.now()));
            assertThat(watches)
                    .allSatisfy(watch -> assertThat(watch.state().phase()).isEqualTo(WatchState.Phase.STALE));
            ETCD.members().forEach(EtcdMember::start);
            ETCD.awaitHealthy();
            long last = put("after", 5);
            told.forEach(revisions -> Awaitility.await().atMost(PATIENCE).until(() -> revisions.contains(last)));
            // What comes twice has come for the second time before this does.
            long marker = put("marker", 1);

            for (int i = 0; i < told.size(); i++) {
                long from = i % starts.size() == 2 ? first + 3 : first + 1;
                List<Long> revisions = told.get(i);
                Awaitility.await().atMost(PATIENCE).until(() -> revisions.contains(marker));
                assertThat(revisions).isEqualTo(revisionsBetween(from, marker));
            }
        }
    }

    /** Writes to the watched range and nothing else, so that all revisions are its own. */
    private static long put(String value, int times) {
        return IntStream.range(0, times)
                .mapToLong(i -> ETCD.admin().put("away/" + i, value))
                .max()
                .orElseThrow();
    }

    private static List<Long> revisionsBetween(long first, long last) {
        List<Long> revisions = new ArrayList<>();
        for (long revision = first; revision <= last; revision++) {
            revisions.add(revision);
        }
        return revisions;
    }

    // --- what etcd says of itself -------------------------------------------------------------------------------

    private record Usage(long streams, long goroutines, long bytes) {}

    /** By how much the member grew that grew most: the one that serves the watches. */
    private static long growth(List<Usage> before, List<Usage> after, ToLongFunction<Usage> what) {
        return IntStream.range(0, before.size())
                .mapToLong(i -> what.applyAsLong(after.get(i)) - what.applyAsLong(before.get(i)))
                .max()
                .orElseThrow();
    }

    private static List<Usage> usage() {
        return ETCD.endpoints().stream().map(WatchEngineIT::usage).toList();
    }

    private static Usage usage(String endpoint) {
        Metrics metrics = Metrics.of(endpoint);
        return new Usage(
                metrics.value("etcd_debugging_mvcc_watch_stream_total"),
                metrics.value("go_goroutines"),
                metrics.value("process_resident_memory_bytes"));
    }
}
