package io.gatewaystore.testkit.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.testkit.tls.CertificateAuthority;
import io.gatewaystore.testkit.tls.CertificateProfile;
import io.gatewaystore.testkit.tls.KeyFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EtcdClusterIT {

    @RegisterExtension
    final EtcdClusters clusters = new EtcdClusters();

    @ParameterizedTest
    @EnumSource(TlsMode.class)
    void servesInEachMode(TlsMode mode) {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().tls(mode).build());
        etcd.admin().put("a", "1");

        assertThat(etcd.admin().get("a")).contains("1");
        assertThat(etcd.admin().get("b")).isEmpty();
        assertThat(etcd.version()).startsWith("3.");
    }

    @Test
    void threeMembersSurviveTheLossOfTheirLeader() {
        EtcdCluster etcd = clusters.start(
                EtcdSpec.builder().members(3).tls(TlsMode.MUTUAL_TLS).build());
        etcd.admin().put("a", "1");
        EtcdMember lost = etcd.leader();

        lost.kill();
        etcd.awaitHealthy();

        assertThat(etcd.admin().get("a")).contains("1");
        assertThat(etcd.leader()).isNotSameAs(lost);
        assertThat(etcd.admin().memberNames()).containsExactlyInAnyOrder("m0", "m1", "m2");
        assertThat(lost.isRunning()).isFalse();
        lost.start();
        assertThat(lost.admin().get("a")).contains("1");
        assertThat(etcd.followers()).hasSize(2).contains(lost);
    }

    @Test
    void aMemberStartedWithoutAQuorumIsLeftToWaitForOne() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().members(3).build());
        etcd.members().forEach(EtcdMember::kill);

        etcd.member(0).start();
        assertThat(Http.plain().get(etcd.member(0).uri().resolve("/version"), Duration.ofMillis(500)))
                .isEmpty();

        etcd.member(1).start();
        assertThat(etcd.admin().get("a")).isEmpty();
    }

    @Test
    void membersThatAreRestartedOneByOneReadWhomTheyTrustAnew() {
        EtcdCluster etcd = clusters.start(
                EtcdSpec.builder().members(3).tls(TlsMode.MUTUAL_TLS).build());
        etcd.admin().put("a", "1");
        CertificateAuthority successor = CertificateAuthority.create();

        etcd.certificates().replaceAuthorities(successor);
        etcd.certificates().replaceServer(successor.issue(CertificateProfile.server()));
        assertThat(etcd.admin().get("a")).as("before the restart").contains("1");
        etcd.restartOneByOne();

        assertThat(etcd.members()).allMatch(EtcdMember::isRunning);
        assertThatThrownBy(() -> etcd.admin().get("a"))
                .as("of a client of the first authority")
                .isNotNull();
    }

    @Test
    void aRestartKeepsPortAndData() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().build());
        List<String> endpoints = etcd.endpoints();
        long revision = etcd.admin().put("a", "1");

        etcd.member(0).restart();

        assertThat(etcd.endpoints()).isEqualTo(endpoints);
        assertThat(etcd.admin().get("a")).contains("1");
        assertThat(etcd.admin().revision()).isEqualTo(revision);
    }

    @Test
    void anOrderlyStopKeepsTheData() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().build());
        etcd.admin().put("a", "1");
        etcd.member(0).freeze();

        etcd.member(0).stop();
        etcd.member(0).start();

        assertThat(etcd.admin().get("a")).contains("1");
    }

    @Test
    void aFrozenMemberDoesNotAnswerUntilThawed() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().build());
        EtcdMember member = etcd.member(0);
        Http http = Http.plain();

        member.freeze();
        assertThat(http.get(member.uri().resolve("/version"), Duration.ofMillis(500)))
                .isEmpty();
        assertThat(member.isRunning()).isTrue();
        assertThat(member.isFrozen()).isTrue();
        assertThatThrownBy(() -> etcd.admin().get("a"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("reached no member");

        member.thaw();
        assertThat(http.get(member.uri().resolve("/version"), Duration.ofSeconds(5)))
                .isPresent();
    }

    @Test
    void aWipeLeavesTheSameClusterWithNothingInIt() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().build());
        long clusterId = etcd.admin().status().clusterId();
        etcd.admin().put("a", "1");

        etcd.wipe();

        assertThat(etcd.admin().get("a")).isEmpty();
        assertThat(etcd.admin().revision()).isEqualTo(1);
        assertThat(etcd.admin().status().clusterId()).isEqualTo(clusterId);
    }

    @Test
    void aReplacementIsAnotherClusterAtTheSamePlace() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().build());
        List<String> endpoints = etcd.endpoints();
        long clusterId = etcd.admin().status().clusterId();

        etcd.replace();

        assertThat(etcd.admin().status().clusterId()).isNotEqualTo(clusterId);
        assertThat(etcd.endpoints()).isEqualTo(endpoints);
    }

    @Test
    void compactionDropsHistory() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().build());
        long first = etcd.admin().put("a", "1");
        long second = etcd.admin().put("a", "2");

        etcd.compact(second);

        assertThatThrownBy(() -> etcd.compact(first))
                .isInstanceOfSatisfying(
                        EtcdRequestException.class, e -> assertThat(e.code()).isEqualTo(11))
                .hasMessageContaining("compacted");
    }

    @Test
    void argumentsReachEtcd() {
        EtcdSpec small =
                EtcdSpec.builder().arguments("--max-request-bytes=2000").build();
        EtcdCluster etcd = clusters.start(small);
        assertThatThrownBy(() -> etcd.admin().put("a", "x".repeat(4000)))
                .isInstanceOf(EtcdRequestException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void aServerWithAFaultyCertificateStartsAndCanBeAdministered() {
        EtcdSpec faulty = EtcdSpec.builder()
                .tls(TlsMode.SERVER_TLS)
                .serverCertificate(
                        CertificateProfile.server().names("wrong.example").expired())
                .build();
        EtcdCluster etcd = clusters.start(faulty);
        etcd.admin().put("a", "1");

        assertThat(etcd.admin().get("a")).contains("1");
    }

    @Test
    void theServerTakesUpACertificateWrittenLater() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder()
                .binary(EtcdBinary.locate())
                .tls(TlsMode.MUTUAL_TLS)
                .build());
        var renewed = etcd.certificates().authority().issue(CertificateProfile.server());
        renewed.writeKey(etcd.certificates().serverKeyFile(), KeyFormat.PKCS8);
        renewed.writeChain(etcd.certificates().serverCertificateFile());

        Http fresh = Http.secured(AdminTls.context(TlsMode.MUTUAL_TLS, etcd.certificates()));

        assertThat(fresh.get(etcd.member(0).uri().resolve("/version"), Duration.ofSeconds(5)))
                .isPresent();
    }

    @Test
    void listensOnIpv6() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder()
                .binary(EtcdBinary.locate())
                .host("::1")
                .tls(TlsMode.SERVER_TLS)
                .build());
        assertThat(etcd.endpoints()).singleElement().asString().startsWith("[::1]:");
        assertThat(etcd.admin().get("a")).isEmpty();
    }

    @Test
    void aTakenClientPortIsAnErrorThatSaysSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            EtcdSpec spec = EtcdSpec.builder().clientPort(taken.getLocalPort()).build();

            assertThatThrownBy(() -> EtcdCluster.start(spec))
                    .isInstanceOf(EtcdUnavailableException.class)
                    .hasMessageContaining("address already in use");
        }
    }

    @Test
    void anEarlyEndShowsTheLog() {
        EtcdSpec wrong = EtcdSpec.builder().arguments("--no-such-flag").build();

        assertThatThrownBy(() -> EtcdCluster.start(wrong))
                .isInstanceOf(EtcdUnavailableException.class)
                .hasMessageContaining("no-such-flag");
    }

    @Test
    void environmentFollowsTheMode() {
        EtcdCluster etcd =
                clusters.start(EtcdSpec.builder().tls(TlsMode.MUTUAL_TLS).build());
        assertThat(etcd.environment())
                .containsEntry("GATEWAY_STORE_BACKEND", "etcd")
                .containsEntry("GATEWAY_STORE_ETCD_HOSTS", etcd.endpoints().get(0))
                .containsEntry("GATEWAY_STORE_ETCD_USE_TLS", "true")
                .containsEntry("GATEWAY_STORE_ETCD_CLIENT_CERT_AUTH", "true")
                .containsKeys(
                        "GATEWAY_STORE_ETCD_CA_CERTIFICATE_FILE",
                        "GATEWAY_STORE_ETCD_CERTIFICATE_FILE",
                        "GATEWAY_STORE_ETCD_PRIVATE_KEY_FILE");
    }

    @Test
    void closingLeavesNothingBehind() {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().build());
        Path files = etcd.certificates().directory();
        assertThat(files).exists();

        etcd.close();
        etcd.close();

        assertThat(etcd.member(0).isRunning()).isFalse();
        assertThat(files.getParent()).doesNotExist();
    }

    @Test
    void logsCanBeCopied(@TempDir Path target) throws IOException {
        EtcdCluster etcd = clusters.start(EtcdSpec.builder().build());
        etcd.copyLogs(target.resolve("logs"));

        assertThat(Files.readString(target.resolve("logs/m0.log"))).contains("ready to serve client requests");
    }
}
