package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdSnapshot;
import io.gatewaystore.testkit.faults.Admission;
import io.gatewaystore.testkit.faults.FaultProxy;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A watch goes on when a real etcd goes away and comes back, with its history, without it, or as another one. */
class WatchThroughFaultsIT {

    @RegisterExtension
    final EtcdExtension etcd = EtcdExtension.builder().build();

    private final Story story = new Story();
    private Store store;

    @BeforeEach
    void open() {
        store = open(etcd);
        store.put("a/kept", Bytes.utf8("1"));
        store.put("a/gone", Bytes.utf8("1"));
        store.watch(KeyRange.directory("a"), WatchOptions.snapshotThenChanges(), story);
        story.await("snapshot a/gone a/kept");
    }

    private static Store open(EtcdExtension etcd) {
        return Store.open(StoreConfig.builder()
                .environment(etcd.environment())
                .requestTimeout(Duration.ofSeconds(10))
                .build());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void losesAndRepeatsNothingWhenEtcdIsRestarted() {
        etcd.member(0).kill();
        etcd.member(0).start();
        etcd.admin().put("a/new", "2");
        etcd.admin().delete("a/gone");

        story.await("delete a/gone");
        assertThat(story.lines).containsExactly("snapshot a/gone a/kept", "put a/new", "delete a/gone");
    }

    @Test
    void tellsTheExactDifferenceWhenHistoryWasCompactedMeanwhile() {
        // While its listener is held up, a watch with room for one change set pauses, and etcd may forget what comes
        // after.
        CountDownLatch release = new CountDownLatch(1);
        Story slow = new Story(release);
        store.watch(
                KeyRange.directory("a"),
                WatchOptions.snapshotThenChanges().onSlowConsumer(SlowConsumer.RESUME, 1),
                slow);
        slow.await("snapshot a/gone a/kept");
        for (int i = 0; i < 5; i++) {
            store.put("a/busy", Bytes.utf8("" + i));
        }
        store.put("a/new", Bytes.utf8("2"));
        store.delete("a/gone");
        story.await("delete a/gone");
        etcd.compact(etcd.admin().revision());

        release.countDown();

        slow.awaitStart("resync COMPACTED");
        assertThat(slow.lines)
                .filteredOn(line -> line.startsWith("resync"))
                .containsExactly("resync COMPACTED a/busy a/kept a/new: a/busy a/new a/gone");
        assertThat(slow.resync).containsExactly("put a/busy", "put a/new", "delete a/gone");
    }

    /** As it happens to a watch with a snapshot between the two. */
    @Test
    void tellsTheDifferenceWhenEtcdWasWipedBeforeTheWatchBegan() {
        try (Store other = open(etcd)) {
            long before = 0;
            for (int i = 0; i < 20; i++) {
                before = other.put("a/shown", Bytes.utf8("" + i)).revision();
            }
            etcd.wipe();
            etcd.admin().put("a/other", "1");
            Story late = new Story();

            other.watch(KeyRange.directory("a"), WatchOptions.fromRevision(before + 1), late);

            late.awaitStart("resync HISTORY_REWOUND");
            etcd.admin().put("a/after", "1");
            late.await("put a/after");
            assertThat(late.lines).containsExactly("resync HISTORY_REWOUND a/other: a/other", "put a/after");
        }
    }

    @Test
    void tellsTheDifferenceWhenEtcdWasWiped() {
        etcd.wipe();
        etcd.admin().put("a/other", "3");

        story.awaitStart("resync HISTORY_REWOUND");
        assertThat(store.get("a/other")).isPresent();
        store.put("a/last", Bytes.utf8("4"));
        story.await("put a/last");
        assertThat(story.lines).filteredOn(line -> line.startsWith("resync")).hasSize(1);
        assertThat(story.resync).contains("delete a/gone", "delete a/kept");
    }

    @Test
    void tellsTheDifferenceWhenAnotherClusterTookItsPlace() {
        etcd.cluster().replace();
        etcd.admin().put("a/other", "3");

        story.awaitStart("resync CLUSTER_CHANGED");
        store.put("a/last", Bytes.utf8("4"));
        story.await("put a/last");
        assertThat(story.lines).filteredOn(line -> line.startsWith("resync")).hasSize(1);
    }

    @Test
    void tellsTheDifferenceWhenEtcdWasRestoredFromAnOlderSnapshot() {
        EtcdSnapshot snapshot = etcd.cluster().snapshot();
        store.put("a/new", Bytes.utf8("2"));
        store.delete("a/gone");
        story.await("delete a/gone");

        etcd.cluster().restore(snapshot);

        story.awaitStart("resync HISTORY_REWOUND");
        store.put("a/last", Bytes.utf8("4"));
        story.await("put a/last");
        assertThat(story.lines)
                .filteredOn(line -> line.startsWith("resync"))
                .containsExactly("resync HISTORY_REWOUND a/gone a/kept: a/gone a/kept a/new");
        assertThat(story.resync).containsExactly("put a/gone", "put a/kept", "delete a/new");
    }

    @Test
    void tellsTheExactDifferenceWhenHistoryWasCompactedWhileItWasDisconnected() {
        FaultProxy link = etcd.cluster().throughProxies().get(0);
        Story away = new Story();
        try (Store through = Store.open(StoreConfig.builder()
                .environment(etcd.environment())
                .etcdHosts(link.endpoint())
                .build())) {
            through.watch(KeyRange.directory("a"), WatchOptions.snapshotThenChanges(), away);
            away.await("snapshot a/gone a/kept");
            link.admit(Admission.REFUSED);
            link.disconnect();
            store.put("a/new", Bytes.utf8("2"));
            store.delete("a/gone");
            etcd.compact(etcd.admin().revision());

            link.heal();

            away.awaitStart("resync COMPACTED");
            assertThat(away.lines)
                    .containsExactly("snapshot a/gone a/kept", "resync COMPACTED a/kept a/new: a/new a/gone");
            assertThat(away.resync).containsExactly("put a/new", "delete a/gone");
        }
    }

    /** What a listener was told, a line each. */
    private static final class Story implements WatchListener {

        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<String> resync = new CopyOnWriteArrayList<>();
        private final CountDownLatch release;

        Story() {
            this(new CountDownLatch(0));
        }

        /** A listener that does not return from its first change until it is released. */
        Story(CountDownLatch release) {
            this.release = release;
        }

        @Override
        public void onSnapshot(Listing snapshot) {
            lines.add("snapshot" + keys(snapshot));
        }

        @Override
        public void onChanges(ChangeSet changes) {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            changes.forEach(change -> lines.add(line(change)));
        }

        @Override
        public void onResync(Resync news) {
            news.changes().forEach(change -> resync.add(line(change)));
            StringBuilder changed = new StringBuilder();
            news.changes().forEach(change -> changed.append(' ').append(change.key()));
            lines.add("resync " + news.reason() + keys(news.current()) + ":" + changed);
        }

        private static String line(Change change) {
            return (change instanceof Change.Put ? "put " : "delete ") + change.key();
        }

        private static String keys(Listing listing) {
            StringBuilder keys = new StringBuilder();
            listing.forEach(entry -> keys.append(' ').append(entry.key()));
            return keys.toString();
        }

        void await(String line) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(lines).contains(line));
        }

        void awaitStart(String start) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(lines).anyMatch(line -> line.startsWith(start)));
        }
    }
}
