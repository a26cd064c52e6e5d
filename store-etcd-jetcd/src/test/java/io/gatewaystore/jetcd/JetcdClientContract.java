package io.gatewaystore.jetcd;

import static io.gatewaystore.jetcd.Peers.bytes;
import static io.gatewaystore.jetcd.Peers.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.Response;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.watch.Watch;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A jetcd client and the store it was made of see each other's writes, however the connections are secured. */
abstract class JetcdClientContract {

    private Store store;
    private Client jetcd;

    abstract EtcdExtension etcd();

    @BeforeEach
    void open() {
        store = Peers.open(etcd().environment());
        jetcd = JetcdClient.of(store);
    }

    @AfterEach
    void close() {
        jetcd.close();
        store.close();
    }

    @Test
    void eachReadsWhatTheOtherPut() {
        long revision = Peers.put(jetcd, "of/jetcd", "1");
        WriteResult.Applied applied = store.put("of/store", Bytes.utf8("2"));

        Entry entry = store.get("of/jetcd").orElseThrow();
        assertThat(entry.value().toUtf8()).isEqualTo("1");
        assertThat(entry.modRevision()).isEqualTo(revision);
        assertThat(applied.revision()).isEqualTo(revision + 1);
        assertThat(Peers.values(jetcd, "of/store")).containsExactly("2");
    }

    @Test
    void aStoreSeesATransactionOfJetcdAsOneRevision() {
        Peers.put(jetcd, "txn/a", "1");
        List<List<String>> revisions = new CopyOnWriteArrayList<>();
        Watch watch = store.watch(
                KeyRange.directory("txn"),
                changes -> revisions.add(
                        changes.changes().stream().map(Peers::text).toList()));
        get(watch.established());

        TxnResponse response = get(jetcd.getKVClient()
                .txn()
                .If(new Cmp(bytes("txn/a"), Cmp.Op.EQUAL, CmpTarget.value(bytes("1"))))
                .Then(
                        Op.put(bytes("txn/a"), bytes("2"), PutOption.DEFAULT),
                        Op.put(bytes("txn/b"), bytes("3"), PutOption.DEFAULT))
                .Else(Op.get(bytes("txn/a"), GetOption.DEFAULT))
                .commit());

        assertThat(response.isSucceeded()).isTrue();
        await().untilAsserted(() -> assertThat(revisions).containsExactly(List.of("txn/a=2", "txn/b=3")));
    }

    @Test
    void theStoreWatchesWhatJetcdWrites() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Watch watch = store.watch(
                KeyRange.directory("seen"), changes -> changes.forEach(change -> seen.add(Peers.text(change))));
        get(watch.established());

        Peers.put(jetcd, "seen/a", "1");
        get(jetcd.getKVClient().delete(bytes("seen/a")));

        await().untilAsserted(() -> assertThat(seen).containsExactly("seen/a=1", "seen/a deleted"));
    }

    @Test
    void jetcdWatchesWhatTheStoreWrites() {
        List<String> seen = Peers.watch(jetcd, "watched/");

        store.put("watched/a", Bytes.utf8("1"));
        store.deleteRange(KeyRange.single("watched/a"));

        await().untilAsserted(() -> assertThat(seen).containsExactly("watched/a=1", "watched/a deleted"));
    }

    @Test
    void jetcdKeepsALeaseAliveAndEndsIt() {
        long lease = get(jetcd.getLeaseClient().grant(60)).getID();
        get(jetcd.getKVClient()
                .put(
                        bytes("leased"),
                        bytes("1"),
                        PutOption.builder().withLeaseId(lease).build()));
        CompletableFuture<Long> renewed = new CompletableFuture<>();
        jetcd.getLeaseClient().keepAlive(lease, observer(renewed));

        assertThat(get(renewed)).isEqualTo(60);
        assertThat(get(jetcd.getLeaseClient().keepAliveOnce(lease)).getTTL()).isEqualTo(60);
        assertThat(store.get("leased").orElseThrow().leased()).isTrue();
        get(jetcd.getLeaseClient().revoke(lease));
        assertThat(store.get("leased")).isEmpty();
    }

    @Test
    void jetcdListsTheMembersAndAsksOneForItsStatus() {
        Response.Header header = get(jetcd.getClusterClient().listMember()).getHeader();
        String endpoint = "http://" + etcd().endpoints().get(0);

        assertThat(get(jetcd.getClusterClient().listMember()).getMembers())
                .hasSize(etcd().members().size());
        assertThat(get(jetcd.getMaintenanceClient().statusMember(endpoint))
                        .getHeader()
                        .getMemberId())
                .isEqualTo(header.getMemberId());
    }

    @Test
    void aWatchOfJetcdMayUseTheStore() {
        CompletableFuture<String> read = new CompletableFuture<>();
        CompletableFuture<Void> established = new CompletableFuture<>();
        jetcd.getWatchClient()
                .watch(
                        bytes("reaction"),
                        WatchOption.builder().withCreateNotify(true).build(),
                        response -> {
                            if (response.getEvents().isEmpty()) {
                                established.complete(null);
                            } else {
                                read.complete(store.withDeadline(Duration.ofSeconds(5))
                                        .get("reaction")
                                        .orElseThrow()
                                        .value()
                                        .toUtf8());
                            }
                        });
        get(established);

        store.put("reaction", Bytes.utf8("1"));

        assertThat(read).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("1");
    }

    private static StreamObserver<LeaseKeepAliveResponse> observer(CompletableFuture<Long> first) {
        return new StreamObserver<>() {
            @Override
            public void onNext(LeaseKeepAliveResponse response) {
                first.complete(response.getTTL());
            }

            @Override
            public void onError(Throwable error) {
                first.completeExceptionally(error);
            }

            @Override
            public void onCompleted() {
                first.completeExceptionally(new AssertionError("the renewal ended"));
            }
        };
    }
}
