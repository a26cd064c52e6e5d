package io.gatewaystore.memory;

import static io.gatewaystore.memory.Client.puttingOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Stores on memory, from the outside. */
class MemoryClusterTest {

    private static final Bytes ONE = Bytes.utf8("1");
    private static final Bytes TWO = Bytes.utf8("2");

    private static StoreConfig namespace(String name) {
        return StoreConfig.builder()
                .environment(Map.of())
                .backend("memory")
                .namespace(name)
                .build();
    }

    @Test
    void storesOnOneClusterShareEverything() {
        MemoryCluster cluster = MemoryCluster.create();
        try (Store one = cluster.open();
                Store other = cluster.open()) {
            List<ChangeSet> seen = new CopyOnWriteArrayList<>();
            try (Watch watch = other.watch(KeyRange.all(), WatchOptions.fromNow(), (WatchListener) seen::add)) {
                watch.established().join();
                long revision = one.put("a", ONE).revision();
                assertThat(other.get("a")).map(Entry::modRevision).contains(revision);
                await().until(() -> seen.size() == 1);
                assertThat(seen.get(0).revision()).isEqualTo(revision);
            }
        }
    }

    @Test
    void clustersShareNothing() {
        try (Store one = MemoryCluster.create().open();
                Store other = MemoryCluster.create().open()) {
            one.put("a", ONE);
            assertThat(other.get("a")).isEmpty();
        }
    }

    @Test
    void theConfiguredBackendIsTheSharedCluster() {
        String name = "test-" + UUID.randomUUID();
        try (Store configured = Store.open(namespace(name));
                Store direct = MemoryCluster.shared().open()) {
            configured.put("a", ONE);
            assertThat(direct.get(name + "/a")).map(Entry::value).contains(ONE);
            assertThat(configured.unwrap(MemoryCluster.class)).containsSame(MemoryCluster.shared());
            direct.deleteRange(KeyRange.directory(name));
        }
    }

    @Test
    void namespacesKeepTheirKeysApart() {
        MemoryCluster cluster = MemoryCluster.create();
        try (Store store = cluster.open(namespace("gateway/one"));
                Store root = cluster.open()) {
            store.put("a", ONE);
            store.namespace("deeper").put("a", TWO);
            root.put("gateway/one2/a", TWO);
            assertThat(root.list(KeyRange.all()).entries())
                    .extracting(Entry::key)
                    .containsExactly("gateway/one/a", "gateway/one/deeper/a", "gateway/one2/a");
            assertThat(store.list(KeyRange.all()).entries())
                    .extracting(Entry::key)
                    .containsExactly("a", "deeper/a");
        }
    }

    @Test
    void conditionsDecideRaces() {
        try (Store store = MemoryCluster.create().open()) {
            assertThat(store.create("a", ONE)).isInstanceOf(WriteResult.Applied.class);
            assertThat(store.create("a", TWO)).isInstanceOf(WriteResult.Conflict.class);
            Entry entry = store.get("a").orElseThrow();
            assertThat(store.replace("a", entry.modRevision(), TWO, WriteOptions.permanent())
                            .isApplied())
                    .isTrue();
            assertThat(store.deleteIf("a", entry.modRevision()).isApplied()).isFalse();
        }
    }

    @Test
    void ttlsEndOnTheClusterClock() {
        ManualClock clock = new ManualClock();
        try (Store store = MemoryCluster.create(clock).open()) {
            store.put("a", ONE, WriteOptions.ttl(Duration.ofSeconds(5)));
            clock.advance(Duration.ofSeconds(4));
            assertThat(store.get("a")).isPresent();
            clock.advance(Duration.ofSeconds(1));
            assertThat(store.get("a")).isEmpty();
        }
    }

    @Test
    void closingOneStoreLeavesTheOthersAndItsLeasesAlone() {
        ManualClock clock = new ManualClock();
        MemoryCluster cluster = MemoryCluster.create(clock);
        Client closing = new Client(cluster);
        Client staying = new Client(cluster);
        Recorder ended = closing.watch(KeyRange.all(), 0);
        Recorder going = staying.watch(KeyRange.all(), 0);
        closing.put(puttingOn(closing.grant(5), "a", "1"));
        closing.backend.close();
        closing.backend.close();
        assertThat(staying.value("a")).contains("1");
        clock.advance(Duration.ofSeconds(5));
        assertThat(going.lines).containsExactly("created 1", "2 a=1", "3 -a (1)");
        assertThat(ended.lines).containsExactly("created 1", "2 a=1", "failed StoreClosedException");
    }

    @Test
    void aClosedBackendServesNothing() {
        Client client = new Client(MemoryCluster.create());
        client.backend.close();
        assertThatThrownBy(client::revision).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> client.put("a", "1")).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> client.revoke(client.grant(5))).isInstanceOf(StoreClosedException.class);
        assertThat(client.watch(KeyRange.all(), 0).lines).containsExactly("failed StoreClosedException");
    }
}
