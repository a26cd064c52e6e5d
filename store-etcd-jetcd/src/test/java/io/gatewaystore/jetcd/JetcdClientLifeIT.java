package io.gatewaystore.jetcd;

import static io.gatewaystore.jetcd.Peers.bytes;
import static io.gatewaystore.jetcd.Peers.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.lock.LockResponse;
import io.gatewaystore.Bytes;
import io.gatewaystore.Store;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who ends with whom, and that nobody else connects. */
class JetcdClientLifeIT {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().build();

    private Store store;
    private Client jetcd;

    @BeforeEach
    void open() {
        store = Peers.open(ETCD.environment());
        jetcd = JetcdClient.of(store);
    }

    @AfterEach
    void close() {
        jetcd.close();
        store.close();
    }

    @Test
    void theStoreOutlivesTheClient() {
        Peers.put(jetcd, "outlives", "1");

        jetcd.close();
        jetcd.close();

        assertThat(store.get("outlives").orElseThrow().value().toUtf8()).isEqualTo("1");
        try (Client another = JetcdClient.of(store)) {
            assertThat(Peers.values(another, "outlives")).containsExactly("1");
        }
    }

    @Test
    void callsUnderWayEndWithTheClient() {
        long lease = get(jetcd.getLeaseClient().grant(60)).getID();
        get(jetcd.getLockClient().lock(bytes("lock"), lease));
        long other = get(jetcd.getLeaseClient().grant(60)).getID();
        CompletableFuture<LockResponse> waiting = jetcd.getLockClient().lock(bytes("lock"), other);
        // etcd's lock service lets a client wait by a key of its own.
        await().until(() -> ETCD.admin().keys("lock/").size() == 2);

        jetcd.close();

        assertThatThrownBy(() -> get(waiting)).hasMessageContaining("the jetcd client was closed");
        // etcd withdraws a waiter whose call is gone.
        await().until(() -> ETCD.admin().keys("lock/").size() == 1);
    }

    @Test
    void callsAfterTheEndOfTheClientFail() {
        Peers.put(jetcd, "late", "1");
        jetcd.close();

        assertThatThrownBy(() -> Peers.put(jetcd, "late", "2")).hasMessageContaining("the jetcd client was closed");
        assertThat(store.get("late").orElseThrow().value().toUtf8()).isEqualTo("1");
    }

    @Test
    void theClientEndsWithTheStore() {
        List<String> seen = Peers.watch(jetcd, "ends/");

        store.close();

        await().untilAsserted(
                        () -> assertThat(seen).hasSize(1).first().asString().contains("the store was closed"));
        assertThatThrownBy(() -> Peers.values(jetcd, "ends/a"))
                .hasMessageContaining("the store was closed")
                .rootCause()
                .extracting(Status::fromThrowable)
                .extracting(Status::getCode)
                .isEqualTo(Status.Code.CANCELLED);
    }

    @Test
    void seesWholeKeysWhateverTheNamespace() {
        try (Client ofNamespace = JetcdClient.of(store.namespace("team"))) {
            store.namespace("team").put("a", Bytes.utf8("1"));

            assertThat(Peers.values(ofNamespace, "team/a")).containsExactly("1");
            assertThat(Peers.values(ofNamespace, "a")).isEmpty();
        }
    }

    @Test
    void refusesToAskAMemberThatTheStoreDoesNotKnow() {
        assertThatThrownBy(() -> jetcd.getMaintenanceClient().statusMember("http://192.0.2.1:2379"))
                .hasStackTraceContaining("member: 192.0.2.1:2379 (expected: one of ["
                        + ETCD.endpoints().get(0) + "])");
    }

    /** Where jetcd's own channel connects, or only resolves a name, threads appear that the store has no use for. */
    @Test
    void jetcdOpensNoConnectionOfItsOwn() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(threads("grpc-")).isEmpty());

        Peers.watch(jetcd, "own/");
        Peers.put(jetcd, "own/a", "1");
        get(jetcd.getMaintenanceClient()
                .statusMember("http://" + ETCD.endpoints().get(0)));
        long lease = get(jetcd.getLeaseClient().grant(60)).getID();
        get(jetcd.getLeaseClient().keepAliveOnce(lease));

        assertThat(threads("grpc-")).isEmpty();
        assertThat(threads("gateway-store-jetcd-")).isNotEmpty();
        try (Client direct =
                Client.builder().endpoints("http://" + ETCD.endpoints().get(0)).build()) {
            Peers.put(direct, "own/a", "2");
            assertThat(threads("grpc-")).isNotEmpty();
        }
    }

    @Test
    void leavesNoThreadBehind() {
        Peers.watch(jetcd, "threads/");
        long lease = get(jetcd.getLeaseClient().grant(60)).getID();
        jetcd.getLeaseClient().keepAlive(lease, new Ignored());
        get(jetcd.getLeaseClient().keepAliveOnce(lease));

        jetcd.close();

        await().atMost(5, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(threads("gateway-store-jetcd-", "jetcd-", "vert.x-"))
                        .isEmpty());
    }

    private static List<String> threads(String... prefixes) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> List.of(prefixes).stream().anyMatch(name::startsWith))
                .toList();
    }
}
