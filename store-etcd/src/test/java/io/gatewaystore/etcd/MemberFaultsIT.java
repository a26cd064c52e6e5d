package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.config.Endpoint;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.etcd.CallLoad.Ended;
import io.gatewaystore.etcd.CallLoad.Kind;
import io.gatewaystore.session.Session;
import io.gatewaystore.spi.BackendStores;
import io.gatewaystore.status.MemberHealth;
import io.gatewaystore.status.MemberStatus;
import io.gatewaystore.status.StoreState;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdMember;
import io.gatewaystore.testkit.etcd.EtcdProxies;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.faults.Connections;
import io.gatewaystore.testkit.faults.Direction;
import io.gatewaystore.testkit.faults.FaultProxy;
import io.gatewaystore.testkit.faults.Traffic;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What calls suffer while members freeze, die and come back. The system property {@code gatewaystore.away.seconds} keeps the whole cluster away for
 * longer.
 */
class MemberFaultsIT {

    private static final Duration AWAY = Duration.ofSeconds(Long.getLong("gatewaystore.away.seconds", 4));
    private static final Duration SLOWEST_CALL = Duration.ofMillis(1_500);
    /** etcd waits for one second to two before it elects, and the vote takes its time on a busy machine. */
    private static final Duration ELECTION = Duration.ofSeconds(4);

    /** After which etcd says of a write that its leader lost that it does not know: 5 s and two elections. */
    private static final Duration ADMISSION = Duration.ofSeconds(7);

    /** So that no read fails because of a machine that has other things to do. */
    private static final Duration PATIENT_CALL = Duration.ofSeconds(20);

    /** Of a link that carries nothing any more. */
    private static final Duration NOTICED = Duration.ofSeconds(8);

    private static final Duration AFTER_ELECTION = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final EtcdExtension ETCD =
            EtcdExtension.of(EtcdSpec.builder().members(3).partitionable().build());

    @AfterEach
    void calm() {
        ETCD.members().stream().filter(EtcdMember::isFrozen).forEach(EtcdMember::thaw);
        ETCD.members().stream().filter(member -> !member.isRunning()).forEach(EtcdMember::start);
        ETCD.awaitHealthy();
    }

    /** A store that talks to a certain member as long as that is well. */
    private static Store storeAt(EtcdMember member) {
        return storeAt(member.endpoint(), ETCD.config());
    }

    private static Store storeAt(String endpoint, StoreConfig config) {
        IoThreads threads = new IoThreads();
        EtcdBackend backend = new EtcdBackend(threads, new Transport(config, null, threads));
        backend.connections().members().prefer(Endpoint.parse(endpoint));
        Store store = BackendStores.over(
                backend,
                StoreConfig.builder()
                        .environment(Map.of())
                        .requestTimeout(PATIENT_CALL)
                        .build());
        store.put("warm", Bytes.utf8("up"));
        return store;
    }

    private static void assertNoneSlowerThan(Duration limit, List<Ended> calls) {
        assertThat(calls).filteredOn(call -> call.taken().compareTo(limit) > 0).isEmpty();
    }

    private static void assertNoneFailed(Kind kind, List<Ended> calls) {
        assertThat(calls)
                .filteredOn(call -> call.kind() == kind && !call.succeeded())
                .isEmpty();
    }

    /** Every failed write is unknown, and was sent in a certain time. */
    private static void assertUnknownOnlyBetween(long from, long to, List<Ended> calls) {
        assertThat(calls)
                .filteredOn(call -> call.isWrite() && !call.succeeded())
                .allSatisfy(call -> {
                    assertThat(call.outcome()).contains(Outcome.UNKNOWN);
                    assertThat(call.endedAt()).isGreaterThan(from);
                    assertThat(call.begunAt()).isLessThan(to);
                });
    }

    /** A guarded write is made again until it is settled; only a guard that it may have broken itself leaves it open. */
    private static void assertGuardedOnesSettle(List<Ended> calls) {
        assertThat(calls)
                .filteredOn(call -> call.kind() == Kind.REPLACE && !call.succeeded())
                .allSatisfy(call -> assertThat(call.failure()).hasMessageContaining("guard broken"));
    }

    @Test
    void noSessionSuffersFromAFrozenFollower() {
        EtcdMember follower = ETCD.cluster().followers().get(0);
        Duration ttl = Duration.ofSeconds(10);
        try (Store store = storeAt(follower)) {
            Session session = store.openSession(ttl);
            await().until(() ->
                    session.remaining().compareTo(ttl.multipliedBy(4).dividedBy(5)) < 0);
            follower.freeze();
            long frozenAt = System.nanoTime();

            // What is confirmed was sent after the freeze once it lasts for longer than what was sent before it could.
            await().atMost(ttl)
                    .until(() -> session.remaining()
                                    .plusNanos(System.nanoTime() - frozenAt)
                                    .compareTo(ttl)
                            > 0);

            assertThat(session.epoch()).isEqualTo(1);
        }
    }

    @Test
    void noCallSuffersFromAFrozenFollowerForLong() {
        for (EtcdMember follower : ETCD.cluster().followers()) {
            try (Store store = storeAt(follower);
                    CallLoad load = new CallLoad(store, 100)) {
                load.proceed(Duration.ofMillis(300));
                follower.freeze();
                long frozenAt = System.nanoTime();
                load.proceed(Duration.ofMillis(1_800));

                List<Ended> calls = load.finish();

                assertThat(calls).hasSizeGreaterThan(100);
                assertNoneSlowerThan(load.allowing(SLOWEST_CALL), calls);
                assertNoneFailed(Kind.READ, calls);
                // One that the follower had passed on before may have been applied, and does not show by whom.
                assertNoneFailed(
                        Kind.REPLACE,
                        calls.stream().filter(call -> call.begunAt() > frozenAt).toList());
                assertUnknownOnlyBetween(
                        frozenAt, frozenAt + load.allowing(SLOWEST_CALL).toNanos(), calls);
            } finally {
                calm();
            }
        }
    }

    @Test
    void callsAreServedAgainSoonAfterALeaderIsElected() {
        for (boolean frozen : new boolean[] {true, false}) {
            EtcdMember leader = ETCD.cluster().leader();
            try (Store store =
                            storeAt(frozen ? leader : ETCD.cluster().followers().get(0));
                    CallLoad load = new CallLoad(store, 300)) {
                load.proceed(Duration.ofMillis(300));
                long lostAt = System.nanoTime();
                if (frozen) {
                    leader.freeze();
                } else {
                    leader.kill();
                }
                ETCD.awaitHealthy();
                long elected = System.nanoTime();

                load.awaitServed(AFTER_ELECTION);
                List<Ended> calls = load.finish();

                assertThat(Duration.ofNanos(elected - lostAt)).isLessThan(PATIENCE);
                assertNoneFailed(Kind.READ, calls);
                assertUnknownOnlyBetween(lostAt, elected, calls);
                assertGuardedOnesSettle(calls);
                calm();
                assertAppliedOrUnknown(store, calls);
            } finally {
                calm();
            }
        }
    }

    /** What was reported applied is there; the rest was reported unknown. */
    private static void assertAppliedOrUnknown(Store store, List<Ended> calls) {
        for (Ended call : calls) {
            if (call.isWrite() && call.succeeded()) {
                assertThat(store.get(call.key()).map(entry -> entry.value().toUtf8()))
                        .as(call.toString())
                        .contains("1");
            }
        }
    }

    @Test
    void callsGoOnWhileAllMembersAreRestartedOneByOne() {
        try (Store store = storeAt(ETCD.member(0));
                CallLoad load = new CallLoad(store, 1_000)) {
            load.proceed(Duration.ofMillis(300));
            long begun = System.nanoTime();

            ETCD.cluster().restartOneByOne();
            long done = System.nanoTime();
            load.awaitServed(AFTER_ELECTION);
            List<Ended> calls = load.finish();

            assertNoneFailed(Kind.READ, calls);
            assertUnknownOnlyBetween(begun, done, calls);
            assertGuardedOnesSettle(calls);
            List<Ended> served = calls.stream().filter(Ended::succeeded).toList();
            Duration limit = load.allowing(ELECTION.plus(AFTER_ELECTION));
            assertNoneSlowerThan(limit.plus(ADMISSION), served);
            // A guarded write is made again then, and may be served after all.
            assertNoneSlowerThan(
                    limit,
                    served.stream().filter(call -> call.kind() != Kind.REPLACE).toList());
            assertAppliedOrUnknown(store, calls);
        }
    }

    @Test
    void callsAreServedAtOnceWhenTheWholeClusterIsBack() {
        try (Store store = storeAt(ETCD.member(0));
                CallLoad load = new CallLoad(store, 100)) {
            ETCD.members().forEach(EtcdMember::kill);
            load.proceed(AWAY);
            ETCD.members().forEach(EtcdMember::start);
            ETCD.awaitHealthy();

            load.awaitServed(AFTER_ELECTION);
            load.finish();
        }
    }

    @Test
    void writesWithoutAMajorityFailInTimeAndAreNotAppliedIfTheySaySo() {
        Duration deadline = Duration.ofSeconds(1);
        List<EtcdMember> followers = ETCD.cluster().followers();
        try (Store store = storeAt(ETCD.cluster().leader());
                Store turnedAway = storeAt(followers.get(1).endpoint(), only(followers.get(1)))) {
            try (CallLoad load = new CallLoad(store.withDeadline(deadline), 100)) {
                followers.get(0).freeze();
                followers.get(1).kill();
                List<Ended> failed = new ArrayList<>();
                try (CallLoad refused = new CallLoad(turnedAway.withDeadline(deadline), 0)) {
                    load.proceed(Duration.ofMillis(2_500));
                    failed.addAll(refused.finish());
                }
                failed.addAll(load.finish());
                failed.removeIf(Ended::succeeded);
                calm();

                assertThat(failed).isNotEmpty();
                assertThat(failed).allSatisfy(call -> {
                    assertThat(call.failure()).isInstanceOf(StoreException.class);
                    assertThat(call.taken()).isLessThan(load.allowing(deadline.plusMillis(500)));
                });
                ETCD.cluster().awaitLevel();
                assertThat(failed)
                        .filteredOn(call -> call.isWrite() && call.outcome().equals(Optional.of(Outcome.NOT_APPLIED)))
                        .isNotEmpty()
                        .allSatisfy(call -> assertThat(store.get(call.key())
                                        .map(entry -> entry.value().toUtf8()))
                                .isNotEqualTo(Optional.of("1")));
            }
        }
    }

    private static StoreConfig only(EtcdMember member) {
        return StoreConfig.builder()
                .environment(ETCD.environment())
                .etcdHosts(member.endpoint())
                .build();
    }

    @Test
    void serializableReadsNeverGoBackAcrossMembers() {
        EtcdMember behind = ETCD.cluster().followers().get(0);
        EtcdMember level = ETCD.cluster().followers().get(1);
        try (Store store = storeAt(level)) {
            ETCD.cluster().partition(behind);
            long shown = store.put("seen", Bytes.utf8("new")).revision();
            members(store).prefer(Endpoint.parse(behind.endpoint()));

            Listing listing = store.list(KeyRange.single("seen"), ReadOptions.serializable());

            assertThat(listing.revision()).isGreaterThanOrEqualTo(shown);
            assertThat(listing.entries()).hasSize(1);
        } finally {
            ETCD.cluster().heal();
        }
    }

    private static Members members(Store store) {
        return store.unwrap(EtcdBackend.class).orElseThrow().connections().members();
    }

    @Test
    void theStatusTellsOfMembersThatAreGoneAndBack() {
        EtcdMember follower = ETCD.cluster().followers().get(0);
        EtcdMember leader = ETCD.cluster().leader();
        List<StoreState> told = new CopyOnWriteArrayList<>();
        try (Store store = storeAt(leader)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(store.status().members())
                            .extracting(MemberStatus::health)
                            .containsOnly(MemberHealth.HEALTHY));
            assertThat(store.status().leader().orElseThrow().endpoint()).hasToString(leader.endpoint());
            assertThat(store.status().members())
                    .allSatisfy(member -> assertThat(member.version()).contains(ETCD.version()));
            assertThat(store.status().revision()).isPositive();
            store.onStateChange(status -> told.add(status.state()));

            follower.kill();
            members(store).prefer(Endpoint.parse(follower.endpoint()));
            store.put("elsewhere", Bytes.utf8("1"));

            await().atMost(PATIENCE).until(() -> told.contains(StoreState.DEGRADED));
            assertThat(store.status().members())
                    .filteredOn(member -> member.endpoint().toString().equals(follower.endpoint()))
                    .singleElement()
                    .satisfies(member -> {
                        assertThat(member.health()).isEqualTo(MemberHealth.UNREACHABLE);
                        assertThat(member.problem().orElseThrow()).contains("cannot be reached");
                    });
            follower.start();
            await().atMost(PATIENCE).until(() -> store.status().state() == StoreState.CONNECTED);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(told).containsExactly(StoreState.DEGRADED, StoreState.CONNECTED, StoreState.CLOSED));
    }

    @Test
    void aSlowAnswerIsNotTakenForSilence() {
        try (EtcdProxies proxies = ETCD.cluster().throughProxies();
                Store store = Store.open(proxies.config()).withDeadline(PATIENCE)) {
            store.put("large", Bytes.copyOf(new byte[1_000_000]));
            List<StoreState> told = new CopyOnWriteArrayList<>();
            store.onStateChange(status -> told.add(status.state()));
            long before = bytesToClients(proxies);
            proxies.all().forEach(link -> link.set(Direction.TO_CLIENT, Traffic.throttled(500_000)));

            assertThat(store.get("large")).isPresent();

            // Not asked for a second time.
            assertThat(bytesToClients(proxies) - before).isLessThan(1_500_000);
            assertThat(told).isEmpty();
        }
    }

    @Test
    void aConnectionThatIsHalfOpenIsReplacedThoughItsMemberAnswersOnOthers() {
        for (boolean alone : new boolean[] {true, false}) {
            try (FaultProxy link = FaultProxy.before(ETCD.member(0).endpoint());
                    Store store = storeAt(link.endpoint(), through(link, alone))) {
                Member member = members(store).all().get(0);
                await().atMost(PATIENCE).until(() -> member.selfDescription() != null && member.isUsable());
                ManagedChannel dead = member.calls();
                // Questions travel on a connection that is still to be made.
                member.probes().renew();
                long cut = System.nanoTime();
                link.set(Connections.EXISTING, Direction.TO_SERVER, Traffic.swallowed());
                link.set(Connections.EXISTING, Direction.TO_CLIENT, Traffic.swallowed());

                List<CompletableFuture<Optional<Entry>>> waiting = new ArrayList<>();
                await().atMost(NOTICED).until(() -> {
                    // Others would be preferred after the first call that waits.
                    members(store).prefer(member.endpoint());
                    waiting.add(store.async().get("warm"));
                    return !member.isForCalls(dead);
                });
                assertThat(CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)))
                        .succeedsWithin(NOTICED);
                assertThat(store.put("warm", Bytes.utf8("again")).revision()).isPositive();
                // Left to gRPC's keep-alive it takes thirteen.
                assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(NOTICED);
            }
        }
    }

    private static StoreConfig through(FaultProxy link, boolean alone) {
        StoreConfig.Builder config = StoreConfig.builder().environment(ETCD.environment());
        return alone
                ? config.etcdHosts(link.endpoint()).build()
                : config.etcdHosts(
                                link.endpoint(),
                                ETCD.member(1).endpoint(),
                                ETCD.member(2).endpoint())
                        .build();
    }

    private static long bytesToClients(EtcdProxies proxies) {
        return proxies.all().stream()
                .mapToLong(link -> link.counts().bytesToClient())
                .sum();
    }

    @Test
    void aStoreLeavesAMemberThatIsCutOffFromTheOthers() {
        EtcdMember follower = ETCD.cluster().followers().get(0);
        try (Store store = storeAt(follower);
                CallLoad load = new CallLoad(store, 300)) {
            ETCD.cluster().partition(follower);
            await().atMost(PATIENCE)
                    .until(() -> !members(store).pick().toString().equals(follower.endpoint()));
            load.awaitServed(AFTER_ELECTION);
            List<Ended> calls = load.finish();

            assertNoneFailed(Kind.READ, calls);
            // Left alone, etcd answers a write there after seven seconds.
            assertNoneSlowerThan(load.allowing(ELECTION.plusSeconds(1)), calls);
        } finally {
            ETCD.cluster().heal();
        }
    }
}
