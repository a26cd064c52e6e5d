package io.gatewaystore.testkit.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatewaystore.testkit.faults.Admission;
import io.gatewaystore.testkit.faults.Direction;
import io.gatewaystore.testkit.faults.FaultProxy;
import io.gatewaystore.testkit.faults.Traffic;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Faults of real clusters, and that they really are ones. */
class EtcdFaultsIT {

    private static final Duration ELECTION = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(500);

    @RegisterExtension
    final EtcdClusters clusters = new EtcdClusters();

    private EtcdCluster three() {
        return clusters.start(EtcdSpec.builder()
                .binary(EtcdBinary.locate())
                .members(3)
                .partitionable()
                .build());
    }

    /** What the member itself has, whether or not it has a quorum. */
    private static String localValue(EtcdMember member, String key) throws ConnectException {
        ObjectNode request =
                Http.object().put("key", key.getBytes(StandardCharsets.UTF_8)).put("serializable", true);
        return Http.plain()
                .post(member.uri().resolve("/v3/kv/range"), request, "")
                .path("kvs")
                .path(0)
                .path("value")
                .asText();
    }

    @Test
    void theRestElectsALeaderWithoutALeaderThatIsCutOff() throws ConnectException {
        EtcdCluster etcd = three();
        EtcdMember cutOff = etcd.leader();
        etcd.admin().put("a", "1");
        etcd.awaitLevel();
        String before = localValue(cutOff, "a");

        etcd.partition(cutOff);

        EtcdMember other = etcd.members().stream()
                .filter(member -> member != cutOff)
                .findFirst()
                .orElseThrow();
        await().atMost(ELECTION)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(other.admin().put("a", "2")).isPositive());
        assertThat(cutOff.isRunning()).isTrue();
        assertThat(localValue(cutOff, "a")).isEqualTo(before);
        assertThat(other.admin().status().leaderId())
                .isNotEqualTo(cutOff.admin().status().memberId());

        etcd.heal();

        await().atMost(ELECTION)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(cutOff.admin().get("a")).contains("2"));
        etcd.awaitLevel();
        assertThat(localValue(cutOff, "a")).isNotEqualTo(before);
    }

    @Test
    void aFollowerThatIsCutOffMissesWhatIsWrittenAndCatchesUp() {
        EtcdCluster etcd = three();
        EtcdMember cutOff = etcd.followers().get(0);
        EtcdMember leader = etcd.leader();

        etcd.partition(cutOff);
        long revision = leader.admin().put("a", "1");

        assertThat(leader.admin().get("a")).contains("1");
        assertThat(cutOff.admin().status().revision()).isLessThan(revision);
        etcd.heal();
        etcd.awaitLevel();
        assertThat(cutOff.admin().status().revision()).isEqualTo(revision);
    }

    @Test
    void aRestartedMemberIsStillCutOff() {
        EtcdCluster etcd = three();
        EtcdMember cutOff = etcd.followers().get(0);
        EtcdMember leader = etcd.leader();
        etcd.partition(cutOff);
        cutOff.kill();

        Thread starting = new Thread(cutOff::start, "starting");
        starting.start();
        await().atMost(ELECTION).until(cutOff::isRunning);
        leader.admin().put("a", "1");

        await().during(Duration.ofSeconds(2))
                .atMost(ELECTION)
                .until(() -> Http.plain()
                        .get(cutOff.uri().resolve("/health"), SHORT)
                        .filter(health -> health.path("health").asBoolean())
                        .isEmpty());
        etcd.heal();
        await().atMost(ELECTION).until(() -> !starting.isAlive());
        etcd.awaitLevel();
        assertThat(cutOff.admin().get("a")).contains("1");
    }

    @Test
    void aClusterWithoutProxiesCannotBePartitioned() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().build());

        assertThatIllegalStateException()
                .isThrownBy(() -> etcd.partition(etcd.member(0)))
                .withMessageContaining("partitionable()");
    }

    @Test
    void aRestoredClusterIsTheOneOfTheSnapshotAndCountsOnFromIt() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder()
                .binary(EtcdBinary.locate())
                .members(3)
                .tls(TlsMode.MUTUAL_TLS)
                .build());
        etcd.admin().put("a", "1");
        long clusterId = etcd.admin().status().clusterId();
        EtcdSnapshot snapshot = etcd.snapshot();
        etcd.admin().put("a", "2");
        etcd.admin().put("b", "1");

        etcd.restore(snapshot);

        assertThat(etcd.admin().get("a")).contains("1");
        assertThat(etcd.admin().get("b")).isEmpty();
        assertThat(etcd.admin().revision()).isEqualTo(snapshot.revision());
        assertThat(etcd.admin().status().clusterId()).isEqualTo(clusterId);
        etcd.members().forEach(member -> assertThat(member.admin().get("a")).contains("1"));
        assertThat(etcd.admin().put("c", "1")).isEqualTo(snapshot.revision() + 1);
    }

    @Test
    void aClientGoesThroughTheProxyBeforeEachMember() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().members(3).build());
        EtcdProxies proxies = etcd.throughProxies();

        assertThat(proxies.environment())
                .containsEntry("GATEWAY_STORE_ETCD_HOSTS", String.join(" ", proxies.endpoints()));
        assertThat(proxies.endpoints()).hasSize(3).doesNotContainAnyElementsOf(etcd.endpoints());
        for (EtcdMember member : etcd.members()) {
            FaultProxy proxy = proxies.before(member);
            URI version = URI.create("http://" + proxy.endpoint() + "/version");
            assertThat(Http.plain().get(version, ELECTION)).isPresent();
            proxy.set(Direction.TO_CLIENT, Traffic.stalled());
            assertThat(Http.plain().get(version, SHORT)).isEmpty();
            proxy.admit(Admission.REFUSED);
            proxy.disconnect();
            assertThat(Http.plain().get(version, SHORT)).isEmpty();
            proxies.heal();
            assertThat(Http.plain().get(version, ELECTION)).isPresent();
        }
    }

    @Test
    void proxiesEndWithTheirCluster() {
        EtcdCluster etcd = clusters.start(
                EtcdSpec.builder().binary(EtcdBinary.locate()).partitionable().build());
        FaultProxy proxy = etcd.throughProxies().get(0);

        etcd.close();

        assertThatIllegalStateException().isThrownBy(proxy::counts);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("fault-proxy-" + proxy.port());
    }
}
