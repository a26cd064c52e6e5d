package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.Secret;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.AuthenticationException;
import io.gatewaystore.error.ConfigurationException;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdClusters;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import io.gatewaystore.testkit.faults.ClosedPort;
import io.gatewaystore.testkit.faults.FaultProxy;
import io.gatewaystore.testkit.tls.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A running store goes over to TLS and back, and to other hosts, on an etcd that serves both on one port. */
@Timeout(180)
class CrossingIT {

    @RegisterExtension
    static final EtcdExtension ETCD = EtcdExtension.of(
            EtcdSpec.builder().members(3).tls(TlsMode.MUTUAL_TLS).plaintextToo().build());

    @RegisterExtension
    final EtcdClusters clusters = new EtcdClusters();

    @TempDir
    private Path directory;

    private static StoreConfig plaintext() {
        return ETCD.cluster().config(TlsMode.PLAIN);
    }

    private static StoreConfig encrypted() {
        return ETCD.cluster().config(TlsMode.MUTUAL_TLS);
    }

    private static StoreConfig changed(StoreConfig config, UnaryOperator<StoreConfig.Builder> change) {
        return change.apply(config.toBuilder()).build();
    }

    private static StoreConfig at(StoreConfig config, int... members) {
        String[] hosts = new String[members.length];
        for (int i = 0; i < members.length; i++) {
            hosts[i] = ETCD.member(members[i]).endpoint();
        }
        return changed(config, builder -> builder.etcdHosts(hosts));
    }

    @Test
    void crossesToTlsAndBackUnderWay() throws Exception {
        try (Store store = Store.open(plaintext());
                KeptLease lease = new KeptLease(store);
                Traffic traffic = new Traffic(store, 50)) {
            traffic.awaitCalls(200);

            for (StoreConfig next : new StoreConfig[] {encrypted(), plaintext(), encrypted()}) {
                store.reconfigure(next);

                assertThat(connections(store).areEncrypted())
                        .isEqualTo(next.etcd().tls().isPresent());
                int renewals = lease.renewals();
                traffic.awaitCalls(200);
                await().until(() -> lease.renewals() > renewals);
            }

            traffic.assertNothingLost();
            lease.assertHeld();
        }
    }

    @Test
    void goesToOtherHostsUnderWay() throws Exception {
        try (Store store = Store.open(at(plaintext(), 0));
                Traffic traffic = new Traffic(store, 50)) {
            traffic.awaitCalls(200);

            store.reconfigure(at(plaintext(), 1, 2));
            traffic.awaitCalls(200);
            store.reconfigure(at(encrypted(), 0));
            traffic.awaitCalls(200);
            store.reconfigure(plaintext());
            traffic.awaitCalls(200);

            traffic.assertNothingLost();
        }
    }

    @Test
    void takesItsJobsAlongWhenHostsAreGivenUp() throws Exception {
        // Not the leader: an election costs writes more than connections that are given up.
        int given = ETCD.members().indexOf(ETCD.cluster().followers().get(0));
        try (Store store = Store.open(at(plaintext(), given));
                Traffic traffic = new Traffic(store, 10)) {
            traffic.awaitCalls(100);
            store.reconfigure(at(encrypted(), (given + 1) % 3, (given + 2) % 3));

            ETCD.member(given).freeze();
            try {
                traffic.awaitCalls(100);
            } finally {
                ETCD.member(given).thaw();
            }

            traffic.assertNothingLost();
        }
    }

    @Test
    void closesTheOldConnections() throws Exception {
        try (FaultProxy relay = FaultProxy.before(ETCD.member(0).endpoint());
                Store store = Store.open(changed(plaintext(), config -> config.etcdHosts(relay.endpoint())));
                Traffic traffic = new Traffic(store, 2)) {
            traffic.awaitCalls(50);
            // For calls, for streams, and for questions after the member's health.
            await().until(() -> relay.counts().open() == 3);

            store.reconfigure(encrypted());

            await().until(() -> relay.counts().open() == 0);
            traffic.awaitCalls(50);
            traffic.assertNothingLost();
        }
    }

    @Test
    void keepsItsConnectionsIfOnlyTheRestChanges() throws Exception {
        try (FaultProxy relay = FaultProxy.before(ETCD.member(0).endpoint());
                Store store = Store.open(changed(plaintext(), config -> config.etcdHosts(relay.endpoint())))) {
            CompletableFuture<Void> watched = new CompletableFuture<>();
            store.watch(KeyRange.all(), changes -> watched.complete(null));
            Connections before = connections(store);

            store.reconfigure(changed(
                    plaintext(), config -> config.etcdHosts(relay.endpoint()).requestTimeout(Duration.ofSeconds(7))));

            assertThat(connections(store)).isSameAs(before);
            await().until(() -> relay.counts().open() == 3);
            store.put("kept", Bytes.utf8("1"));
            assertThat(watched).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private static Connections connections(Store store) {
        return store.unwrap(EtcdBackend.class).orElseThrow().connections();
    }

    // --- what is refused ----------------------------------------------------------------------------------------

    /** Refuses a configuration and shows that everything is as it was. */
    private static void assertRefused(
            StoreConfig now, StoreConfig next, Class<? extends StoreException> expected, String... words)
            throws Exception {
        try (Store store = Store.open(now);
                Traffic traffic = new Traffic(store, 3)) {
            Connections before = connections(store);
            traffic.awaitCalls(20);

            assertThatThrownBy(() -> store.reconfigure(next))
                    .isInstanceOf(expected)
                    .hasMessageContainingAll(words);

            assertThat(connections(store)).isSameAs(before);
            assertThat(before.areClosed()).isFalse();
            traffic.awaitCalls(20);
            traffic.assertNothingLost();
        }
    }

    @Test
    void refusesAnAuthorityThatDoesNotVouchForEtcd() throws Exception {
        Path stranger = directory.resolve("stranger.pem");
        CertificateAuthority.create().writeCertificate(stranger);

        assertRefused(
                plaintext(),
                changed(encrypted(), config -> config.etcdCaCertificateFile(stranger)),
                ConnectionFailedException.class,
                "UNTRUSTED_CA",
                ETCD.member(0).endpoint());
    }

    /** The probe, which makes two connections, has another TLS library than those for calls. */
    @Test
    void tellsAHandshakeThatOnlyTheConnectionForCallsFailsAt() throws Exception {
        try (FickleServer fickle = new FickleServer(ETCD.member(0).port(), 2)) {
            StoreConfig config = changed(
                    encrypted(), builder -> builder.etcdHosts(fickle.endpoint()).connectTimeout(Duration.ofSeconds(2)));

            assertThatThrownBy(() -> Store.open(config))
                    .asInstanceOf(InstanceOfAssertFactories.type(ConnectionFailedException.class))
                    .satisfies(failure -> assertThat(failure.attempts())
                            .extracting(Attempt::failure)
                            .containsExactly(ConnectionFailure.NO_COMMON_PROTOCOL))
                    .satisfies(failure -> assertThat(failure)
                            .hasMessageContainingAll(fickle.endpoint(), "probed over TLS", "HANDSHAKE_FAILURE"));
        }
    }

    @Test
    void refusesFilesThatAreNotThere() throws Exception {
        Path vanishing = directory.resolve("vanishing.pem");
        CertificateAuthority.create().writeCertificate(vanishing);
        StoreConfig next = changed(encrypted(), config -> config.etcdCaCertificateFile(vanishing));
        Files.delete(vanishing);

        assertRefused(plaintext(), next, ConfigurationException.class, "vanishing.pem");
    }

    @Test
    void refusesHostsThatAreDown() throws Exception {
        try (ClosedPort down = ClosedPort.take()) {
            // A store that may start anyway may not go anywhere anyway.
            assertRefused(
                    encrypted(),
                    changed(
                            plaintext(),
                            config -> config.etcdHosts(down.endpoint()).startAnyway(true)),
                    ConnectionFailedException.class,
                    "REFUSED",
                    down.endpoint());
        }
    }

    @Test
    void refusesAnotherClusterAndNamesBoth() throws Exception {
        EtcdCluster other = clusters.start(EtcdSpec.builder().build());

        try (Store store = Store.open(plaintext())) {
            Connections before = connections(store);
            assertThatThrownBy(() -> store.reconfigure(other.config()))
                    .asInstanceOf(InstanceOfAssertFactories.type(ConnectionFailedException.class))
                    .satisfies(refusal -> assertThat(refusal.attempts())
                            .extracting(Attempt::failure)
                            .containsExactly(ConnectionFailure.OTHER_CLUSTER))
                    .satisfies(refusal -> assertThat(refusal)
                            .hasMessageContaining(other.endpoints().get(0))
                            .hasMessageContaining(ETCD.member(2).endpoint())
                            .hasMessageContaining(Long.toHexString(before.clusterId())));
            assertThat(connections(store)).isSameAs(before);
            assertThat(store.put("still", Bytes.utf8("here")).revision()).isPositive();
        }
    }

    @Test
    void refusesHostsOfTwoClustersWhicheverAnswersFirst() {
        String own = ETCD.member(0).endpoint();
        String stranger = clusters.start(EtcdSpec.builder().build()).endpoints().get(0);

        try (Store store = Store.open(plaintext())) {
            Connections before = connections(store);
            for (String[] hosts : new String[][] {{own, stranger}, {stranger, own}, {own, stranger}}) {
                assertThatThrownBy(() -> store.reconfigure(changed(plaintext(), config -> config.etcdHosts(hosts))))
                        .asInstanceOf(InstanceOfAssertFactories.type(ConnectionFailedException.class))
                        .extracting(ConnectionFailedException::attempts, InstanceOfAssertFactories.list(Attempt.class))
                        .singleElement()
                        .satisfies(attempt -> assertThat(attempt.failure()).isEqualTo(ConnectionFailure.OTHER_CLUSTER))
                        .satisfies(attempt -> assertThat(attempt.endpoint()).isEqualTo(stranger));
                assertThat(connections(store)).isSameAs(before);
            }
        }
    }

    @Test
    void refusesHostsOfTwoClustersThoughItHasMetNone() {
        String one = ETCD.member(0).endpoint();
        String other = clusters.start(EtcdSpec.builder().build()).endpoints().get(0);
        StoreConfig nowhere = changed(
                plaintext(),
                config -> config.etcdHosts("127.0.0.1:1").startAnyway(true).connectTimeout(Duration.ofSeconds(1)));

        try (Store store = Store.open(nowhere)) {
            assertThatThrownBy(() -> store.reconfigure(changed(plaintext(), config -> config.etcdHosts(one, other))))
                    .isInstanceOf(ConnectionFailedException.class)
                    .hasMessageContainingAll("OTHER_CLUSTER", one, other);
        }
    }

    @Test
    void knowsItsClusterThoughItsUserMayNotReadEverything() {
        EtcdCluster first = clusters.start(
                EtcdSpec.builder().tls(TlsMode.MUTUAL_TLS).plaintextToo().build());
        // etcd takes the name in the client's certificate for the user.
        first.admin().addUser("gateway", "s3cret");
        first.admin().allow("gateway", "services", "services/");
        first.admin().enableAuthentication("root-s3cret");

        try (Store store = Store.open(first.config())) {
            assertThatThrownBy(() -> store.reconfigure(plaintext()))
                    .isInstanceOf(ConnectionFailedException.class)
                    .hasMessageContaining("OTHER_CLUSTER");
        }
    }

    @Test
    void goesOnAsAnotherUserAndRefusesAWrongPassword() throws Exception {
        EtcdCluster guarded = clusters.start(EtcdSpec.builder().build());
        for (String user : new String[] {"first", "second"}) {
            guarded.admin().addUser(user, user + "-s3cret");
            guarded.admin().allow(user, user, "");
        }
        guarded.admin().enableAuthentication("root-s3cret");
        StoreConfig first = changed(
                guarded.config(), config -> config.etcdUsername("first").etcdPassword(Secret.of("first-s3cret")));
        StoreConfig second =
                changed(first, config -> config.etcdUsername("second").etcdPassword(Secret.of("second-s3cret")));

        try (Store store = Store.open(first);
                Traffic traffic = new Traffic(store, 5)) {
            traffic.awaitCalls(50);
            assertThatThrownBy(() ->
                            store.reconfigure(changed(first, config -> config.etcdPassword(Secret.of("wrong-s3cret")))))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("GATEWAY_STORE_ETCD_PASSWORD")
                    .hasMessageNotContaining("wrong-s3cret");
            traffic.awaitCalls(50);

            store.reconfigure(second);

            traffic.awaitCalls(50);
            traffic.assertNothingLost();
        }
    }

    // --- awkward moments ----------------------------------------------------------------------------------------

    @Test
    void findsItsClusterByAChangeIfItWasStartedAnyway() {
        EtcdCluster other = clusters.start(EtcdSpec.builder().build());
        StoreConfig nowhere = changed(
                plaintext(),
                config -> config.etcdHosts("127.0.0.1:1").startAnyway(true).connectTimeout(Duration.ofSeconds(1)));

        try (Store store = Store.open(nowhere)) {
            store.reconfigure(encrypted());

            assertThat(store.put("found", Bytes.utf8("1")).revision()).isPositive();
            assertThatThrownBy(() -> store.reconfigure(other.config())).hasMessageContaining("OTHER_CLUSTER");
        }
    }

    @Test
    void learnsItsClusterFromItsCallsIfItWasStartedAnyway() {
        EtcdCluster own = clusters.start(EtcdSpec.builder().build());
        StoreConfig config =
                changed(own.config(), builder -> builder.startAnyway(true).connectTimeout(Duration.ofMillis(500)));
        own.member(0).kill();

        try (Store store = Store.open(config)) {
            own.member(0).start();
            await().ignoreExceptionsInstanceOf(StoreException.class)
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> store.get("k").isEmpty());

            assertThatThrownBy(() -> store.reconfigure(plaintext())).hasMessageContaining("OTHER_CLUSTER");
        }
    }

    @Test
    void abandonsAChangeWhenTheStoreIsClosed() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String hosts = "127.0.0.1:" + silent.getLocalPort();
            Store store = Store.open(plaintext());
            CompletableFuture<Void> change = store.async()
                    .reconfigure(changed(
                            plaintext(), config -> config.etcdHosts(hosts).connectTimeout(Duration.ofHours(1))));
            CompletableFuture<Void> waiting = store.async().reconfigure(encrypted());
            await().until(() -> isProbing(hosts));

            store.close();

            for (CompletableFuture<Void> abandoned : List.of(change, waiting)) {
                assertThat(abandoned)
                        .failsWithin(Duration.ofSeconds(5))
                        .withThrowableThat()
                        .withCauseInstanceOf(StoreClosedException.class);
            }
            await().until(() -> !isProbing(hosts));
        }
    }

    @Test
    void givesAChangeUpThatIsCancelled() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Store store = Store.open(plaintext())) {
            String hosts = "127.0.0.1:" + silent.getLocalPort();
            CompletableFuture<Void> change = store.async()
                    .reconfigure(changed(
                            plaintext(), config -> config.etcdHosts(hosts).connectTimeout(Duration.ofHours(1))));
            await().until(() -> isProbing(hosts));

            change.cancel(false);

            store.reconfigure(encrypted());
            assertThat(store.put("k", Bytes.utf8("v")).revision()).isPositive();
            await().until(() -> !isProbing(hosts));
        }
    }

    private static boolean isProbing(String endpoint) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("gateway-store-probe-" + endpoint));
    }
}
