package io.gatewaystore.jetcd;

import static io.gatewaystore.jetcd.Peers.bytes;
import static io.gatewaystore.jetcd.Peers.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Client;
import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.watch.Watch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The store beside jetcd's own client on jetcd's own connections, which shares nothing with it but etcd. */
class IndependentPeerIT {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    private Store store;
    private Client peer;

    @BeforeEach
    void open() {
        store = Peers.open(ETCD.environment());
        peer = Client.builder().endpoints("http://" + ETCD.endpoints().get(0)).build();
    }

    @AfterEach
    void close() {
        peer.close();
        store.close();
    }

    @Test
    void theStoreReadsAndWatchesWhatThePeerWrites() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Watch watch = store.watch(
                KeyRange.directory("peer"), changes -> changes.forEach(change -> seen.add(Peers.text(change))));
        get(watch.established());

        Peers.put(peer, "peer/a", "1");
        long revision = Peers.put(peer, "peer/a", "2");

        Entry entry = store.get("peer/a").orElseThrow();
        assertThat(entry.value().toUtf8()).isEqualTo("2");
        assertThat(entry.modRevision()).isEqualTo(revision);
        assertThat(entry.version()).isEqualTo(2);
        get(peer.getKVClient().delete(bytes("peer/a")));
        await().untilAsserted(() -> assertThat(seen).containsExactly("peer/a=1", "peer/a=2", "peer/a deleted"));
    }

    @Test
    void thePeerReadsAndWatchesWhatTheStoreWrites() {
        List<String> seen = Peers.watch(peer, "store/");

        store.put("store/a", Bytes.utf8("1"));
        store.update("store/a", value -> Bytes.utf8("2"));

        assertThat(Peers.values(peer, "store/a")).containsExactly("2");
        store.deleteRange(KeyRange.directory("store"));
        await().untilAsserted(() -> assertThat(seen).containsExactly("store/a=1", "store/a=2", "store/a deleted"));
    }

    @Test
    void aWriteOfThePeerIsAConflictForAReplaceByAnOlderRevision() {
        Entry read = store.get("raced").orElseGet(() -> {
            store.put("raced", Bytes.utf8("1"));
            return store.get("raced").orElseThrow();
        });
        Peers.put(peer, "raced", "of the peer");

        assertThat(store.replace(read, Bytes.utf8("of the store"))).isInstanceOf(WriteResult.Conflict.class);
        assertThat(Peers.values(peer, "raced")).containsExactly("of the peer");
    }
}
