package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.Uninterruptibles;
import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdSnapshot;
import io.gatewaystore.testkit.faults.Admission;
import io.gatewaystore.testkit.faults.FaultProxy;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import io.gatewaystore.watch.WatchState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * While nobody was connected three real members lost their history, and have grown past the revision that watches were told of last: neither the
 * cluster's id nor a revision gives that away. The watched range holds 10,000 keys.
 */
class HistoryLossIT {

    private static final int KEYS = 10_000;
    private static final int OPERATIONS = 100;

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().members(3).build();

    private final Resyncs told = new Resyncs();
    private FaultProxy link;
    private Store store;
    private Store writer;

    @BeforeEach
    void watchTenThousandKeys() {
        ETCD.wipe();
        link = ETCD.cluster().throughProxies().get(0);
        writer = Store.open(config(ETCD.endpoints().get(0)));
        fill("a/", KEYS);
        store = Store.open(config(link.endpoint()));
        store.watch(KeyRange.directory("a"), WatchOptions.snapshotThenChanges(), told);
        writer.put("a/last", Bytes.utf8("1"));
        told.awaitChanges(1);
    }

    @AfterEach
    void close() {
        store.close();
        writer.close();
        link.heal();
    }

    private static StoreConfig config(String endpoint) {
        return StoreConfig.builder()
                .environment(ETCD.environment())
                .etcdHosts(endpoint)
                .connectTimeout(Duration.ofSeconds(20))
                .requestTimeout(Duration.ofSeconds(20))
                .build();
    }

    private void fill(String directory, int keys) {
        AsyncStore async = writer.async();
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int first = 0; first < keys; first += OPERATIONS) {
            writes.add(async.commit(Txn.of(IntStream.range(first, first + OPERATIONS)
                    .mapToObj(i -> Operation.put(directory + i, Bytes.utf8("v")))
                    .toArray(Operation[]::new))));
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
    }

    private void cut() {
        link.admit(Admission.REFUSED);
        link.disconnect();
    }

    private void growPast(long revision) {
        while (writer.put("elsewhere", Bytes.utf8("x")).revision() <= revision) {
            assertThat(told.resyncs).isEmpty();
        }
    }

    @Test
    void isBridgedWhenItWasCompacted() {
        cut();
        writer.delete("a/0");
        ETCD.cluster().compact(writer.put("a/new", Bytes.utf8("1")).revision());

        link.heal();

        Resync resync = told.awaitResyncWithin(Duration.ofSeconds(2));
        assertThat(resync.reason()).isEqualTo(Resync.Reason.COMPACTED);
        assertThat(resync.changes()).extracting(Change::key).containsExactlyInAnyOrder("a/0", "a/new");
        assertThat(deletes(resync)).containsExactly("a/0");
        assertThatItGoesOn();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isNoticedWhenEtcdWasWiped(boolean grownPast) {
        long before = told.revision;
        cut();
        ETCD.wipe();
        fill("a/", KEYS / 2);
        if (grownPast) {
            growPast(before);
        }

        link.heal();

        Resync resync = told.awaitResyncWithin(Duration.ofSeconds(2));
        assertThat(resync.reason()).isEqualTo(Resync.Reason.HISTORY_REWOUND);
        assertThat(resync.current().entries()).hasSize(KEYS / 2);
        assertThat(deletes(resync)).hasSize(KEYS / 2 + 1).contains("a/last", "a/" + (KEYS - 1));
        assertThatItGoesOn();
    }

    @Test
    void isNoticedWhenEtcdWasRestoredFromAnOlderSnapshot() {
        EtcdSnapshot snapshot = ETCD.cluster().snapshot();
        writer.put("a/new", Bytes.utf8("1"));
        writer.delete("a/0");
        told.awaitChanges(3);
        long before = told.revision;
        cut();
        ETCD.cluster().restore(snapshot);
        growPast(before);

        link.heal();

        Resync resync = told.awaitResyncWithin(Duration.ofSeconds(2));
        assertThat(resync.reason()).isEqualTo(Resync.Reason.HISTORY_REWOUND);
        assertThat(resync.current().entries()).hasSize(KEYS + 1);
        assertThat(deletes(resync)).containsExactly("a/new");
        assertThatItGoesOn();
    }

    /** A watch that is paused has no stream to hear it on; the other one hears it first. */
    @Test
    void isNoticedByAWatchThatWasPausedMeanwhile() {
        CountDownLatch goOn = new CountDownLatch(1);
        Resyncs slow = new Resyncs(goOn);
        store.watch(
                        KeyRange.directory("b"),
                        WatchOptions.snapshotThenChanges().onSlowConsumer(SlowConsumer.RESUME, 2),
                        slow)
                .established()
                .join();
        for (int i = 0; i < 20; i++) {
            writer.put("b/" + i, Bytes.utf8("old"));
        }
        await().until(() -> store.status().watches().stream()
                .anyMatch(watch -> watch.range().equals(KeyRange.directory("b"))
                        && watch.state().phase() == WatchState.Phase.CATCHING_UP));
        long before = writer.get("b/19").orElseThrow().modRevision();
        cut();
        ETCD.wipe();
        writer.put("b/new", Bytes.utf8("new"));
        growPast(before);
        link.heal();
        told.awaitResyncWithin(Duration.ofSeconds(20));

        goOn.countDown();

        Resync resync = slow.awaitResyncWithin(Duration.ofSeconds(20));
        assertThat(resync.reason()).isEqualTo(Resync.Reason.HISTORY_REWOUND);
        assertThat(resync.current().entries()).extracting(Entry::key).containsExactly("b/new");
        assertThat(deletes(resync)).hasSize(slow.changes.size());
    }

    private void assertThatItGoesOn() {
        int before = told.changes.size();
        writer.put("a/after", Bytes.utf8("1"));
        told.awaitChanges(before + 1);
        assertThat(told.resyncs).hasSize(1);
    }

    private static List<String> deletes(Resync resync) {
        return resync.changes().stream()
                .filter(Change.Delete.class::isInstance)
                .map(Change::key)
                .toList();
    }

    /** What a listener was told, and when. */
    private static final class Resyncs implements WatchListener {

        private final List<Change> changes = new CopyOnWriteArrayList<>();
        private final List<Resync> resyncs = new CopyOnWriteArrayList<>();
        private final CountDownLatch mayGoOn;
        private volatile long revision;

        Resyncs() {
            this(new CountDownLatch(0));
        }

        /** One that takes its time over the first change. */
        Resyncs(CountDownLatch mayGoOn) {
            this.mayGoOn = mayGoOn;
        }

        @Override
        public void onChanges(ChangeSet set) {
            revision = set.revision();
            set.forEach(changes::add);
            Uninterruptibles.awaitUninterruptibly(mayGoOn);
        }

        @Override
        public void onResync(Resync resync) {
            resyncs.add(resync);
        }

        void awaitChanges(int count) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> changes.size() >= count);
        }

        Resync awaitResyncWithin(Duration time) {
            Awaitility.await().atMost(time).pollInterval(Duration.ofMillis(10)).until(() -> !resyncs.isEmpty());
            return resyncs.get(0);
        }
    }
}
