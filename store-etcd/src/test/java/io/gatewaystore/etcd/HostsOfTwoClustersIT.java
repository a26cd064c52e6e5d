package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.WriteResult;
import io.gatewaystore.config.Secret;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.status.MemberHealth;
import io.gatewaystore.status.MemberStatus;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdClusters;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.faults.Admission;
import io.gatewaystore.testkit.faults.FaultProxy;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever answers at a configured host: a store stays with one cluster, and follows it when it is made anew. */
@Timeout(180)
class HostsOfTwoClustersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.builder().members(3).build();

    @RegisterExtension
    final EtcdClusters clusters = new EtcdClusters();

    private static StoreConfig at(String... hosts) {
        return ETCD.config().toBuilder()
                .etcdHosts(hosts)
                .requestTimeout(PATIENCE)
                .build();
    }

    private static MemberStatus member(Store store, String endpoint) {
        return store.status().members().stream()
                .filter(member -> member.endpoint().toString().equals(endpoint))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitHealth(Store store, String endpoint, MemberHealth health) {
        await().atMost(PATIENCE).until(() -> member(store, endpoint).health() == health);
    }

    @Test
    void setsAsideAHostOfAnotherClusterThatWasDownWhenItWasConfigured() throws Exception {
        EtcdCluster other = clusters.start(EtcdSpec.builder().build());
        long untouched = other.admin().revision();
        String own = ETCD.endpoints().get(0);
        try (FaultProxy door = FaultProxy.before(other.endpoints().get(0));
                Store store = Store.open(ETCD.config());
                Traffic traffic = new Traffic(store, 10)) {
            door.admit(Admission.REFUSED);
            store.reconfigure(at(own, door.endpoint()));
            awaitHealth(store, door.endpoint(), MemberHealth.UNREACHABLE);

            door.admit(Admission.ACCEPTED);

            awaitHealth(store, door.endpoint(), MemberHealth.OTHER_CLUSTER);
            assertThat(member(store, door.endpoint()).problem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("another etcd cluster"));
            traffic.awaitCalls(50);

            ETCD.member(0).freeze();
            CompletableFuture<WriteResult.Applied> waiting;
            try {
                waiting = store.async().put("waiting", Bytes.utf8("1"));
                awaitHealth(store, own, MemberHealth.SILENT);
                assertThat(waiting).isNotDone();
            } finally {
                ETCD.member(0).thaw();
            }

            assertThat(waiting).succeedsWithin(PATIENCE);
            traffic.awaitCalls(50);
            traffic.assertNothingLost();
            assertThat(other.admin().revision()).isEqualTo(untouched);
        }
    }

    @Test
    void staysWithTheClusterThatAnsweredFirst() {
        EtcdCluster other = clusters.start(EtcdSpec.builder().build());
        List<String> hosts = List.of(ETCD.endpoints().get(0), other.endpoints().get(0));

        try (Store store = Store.open(at(hosts.toArray(String[]::new)))) {
            await().atMost(PATIENCE)
                    .until(() -> store.status().members().stream()
                            .anyMatch(member -> member.health() == MemberHealth.OTHER_CLUSTER));

            for (int i = 0; i < 20; i++) {
                store.put("written", Bytes.utf8("to one of them"));
            }

            String own = hosts.get(member(store, hosts.get(0)).health() == MemberHealth.OTHER_CLUSTER ? 1 : 0);
            assertThat(member(store, own).health()).isEqualTo(MemberHealth.HEALTHY);
            try (Store owner = Store.open(at(own))) {
                assertThat(owner.get("written").orElseThrow().version()).isEqualTo(20);
            }
        }
    }

    /** etcd tells a user without rights nothing of itself, but of which cluster it is. */
    @Test
    void setsAsideAHostOfAnotherClusterAsAUserWithoutRights() {
        EtcdCluster own = guarded();
        EtcdCluster other = guarded();
        try (FaultProxy door = FaultProxy.before(other.endpoints().get(0))) {
            door.admit(Admission.REFUSED);
            StoreConfig config = at(own.endpoints().get(0), door.endpoint()).toBuilder()
                    .etcdUsername("gateway")
                    .etcdPassword(Secret.of("planted-gateway"))
                    .build();
            try (Store store = Store.open(config)) {
                awaitHealth(store, door.endpoint(), MemberHealth.UNREACHABLE);

                door.admit(Admission.ACCEPTED);

                awaitHealth(store, door.endpoint(), MemberHealth.OTHER_CLUSTER);
                store.put("services/a", Bytes.utf8("1"));
            }
        }
    }

    private EtcdCluster guarded() {
        EtcdCluster cluster = clusters.start(EtcdSpec.builder().build());
        cluster.admin().addUser("gateway", "planted-gateway");
        cluster.admin().allow("gateway", "services", "services/");
        cluster.admin().enableAuthentication("planted-root");
        return cluster;
    }

    @Test
    void goesOnWithItsClusterWhenThatIsMadeAnew() {
        EtcdCluster cluster = clusters.start(EtcdSpec.builder().members(3).build());
        try (Store store =
                Store.open(cluster.config().toBuilder().requestTimeout(PATIENCE).build())) {
            Told told = new Told();
            store.watch(KeyRange.all(), told).established().join();
            store.put("before", Bytes.utf8("1"));
            await().atMost(PATIENCE).until(() -> told.lines.size() == 1);

            cluster.replace();

            await().atMost(PATIENCE).until(() -> told.lines.size() == 2);
            store.put("after", Bytes.utf8("1"));
            await().atMost(PATIENCE).until(() -> told.lines.size() == 3);
            assertThat(told.lines).containsExactly("before", "CLUSTER_CHANGED", "after");
            cluster.endpoints().forEach(endpoint -> awaitHealth(store, endpoint, MemberHealth.HEALTHY));
        }
    }

    private static final class Told implements WatchListener {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void onChanges(ChangeSet changes) {
            changes.forEach(change -> lines.add(change.key()));
        }

        @Override
        public void onResync(Resync resync) {
            lines.add(resync.reason().toString());
        }
    }
}
