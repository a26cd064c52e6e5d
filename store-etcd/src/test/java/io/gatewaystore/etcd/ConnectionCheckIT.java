package io.gatewaystore.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.Store;
import io.gatewaystore.config.Secret;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.ConnectionFailedException;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.error.ConnectionFailure;
import io.gatewaystore.etcd.check.CheckReport;
import io.gatewaystore.etcd.check.CheckStep;
import io.gatewaystore.etcd.check.EndpointReport;
import io.gatewaystore.etcd.check.StepResult;
import io.gatewaystore.etcd.check.StepStatus;
import io.gatewaystore.testkit.etcd.EtcdAdmin;
import io.gatewaystore.testkit.etcd.EtcdCluster;
import io.gatewaystore.testkit.etcd.EtcdExtension;
import io.gatewaystore.testkit.etcd.EtcdSpec;
import io.gatewaystore.testkit.etcd.TlsMode;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a check tells of connections that work, and of clusters; what it says of each fault is in {@code ConnectionMatrixIT}. */
class ConnectionCheckIT {

    @RegisterExtension
    static final EtcdExtension PLAIN = EtcdExtension.builder().build();

    @RegisterExtension
    static final EtcdExtension MUTUAL_TLS =
            EtcdExtension.builder().tls(TlsMode.MUTUAL_TLS).build();

    @Test
    void tellsWhatEachStepFound() {
        EndpointReport report = only(ConnectionCheck.run(MUTUAL_TLS.config()));

        assertThat(report.failure()).isEmpty();
        assertThat(report.steps()).extracting(StepResult::step).containsExactly(CheckStep.values());
        assertThat(report.steps()).extracting(StepResult::status).containsOnly(StepStatus.OK);
        assertThat(report.steps())
                .allSatisfy(step -> assertThat(step.duration()).isPositive());
        assertThat(report.step(CheckStep.DNS).facts()).containsEntry("addresses", "127.0.0.1");
        assertThat(report.step(CheckStep.TCP).facts())
                .containsEntry("address", MUTUAL_TLS.endpoints().get(0));
        assertThat(report.step(CheckStep.TLS).facts())
                .containsEntry("protocol", "TLSv1.3")
                .containsEntry("names", "localhost, 127.0.0.1, 0:0:0:0:0:0:0:1")
                .containsEntry(
                        "notAfter",
                        MUTUAL_TLS
                                .certificates()
                                .server()
                                .certificate()
                                .getNotAfter()
                                .toInstant()
                                .toString())
                .hasEntrySatisfying(
                        "clientSubject", subject -> assertThat(subject).contains("CN=gateway"));
        assertThat(report.step(CheckStep.VERSION).facts()).containsEntry("version", MUTUAL_TLS.version());
        assertThat(report.clusterId())
                .contains(Long.toHexString(MUTUAL_TLS.admin().status().clusterId()));
        assertThat(report.step(CheckStep.AUTHENTICATION).summary()).isEqualTo("not demanded");
    }

    @Test
    void leavesTlsOutIfPlaintextIsConfigured() {
        EndpointReport report = only(ConnectionCheck.run(PLAIN.config()));

        assertThat(report.failure()).isEmpty();
        assertThat(report.step(CheckStep.TLS).status()).isEqualTo(StepStatus.SKIPPED);
        assertThat(report.steps())
                .filteredOn(step -> step.step() != CheckStep.TLS)
                .extracting(StepResult::status)
                .containsOnly(StepStatus.OK);
    }

    @Test
    void warnsOfCertificatesThatExpireSoon() {
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(75));

        StepResult tls = only(ConnectionCheck.run(MUTUAL_TLS.config(), later)).step(CheckStep.TLS);

        assertThat(tls.status()).isEqualTo(StepStatus.WARNING);
        assertThat(tls.summary())
                .contains("the server's certificate expires in 14 days")
                .contains("the client certificate expires in 14 days")
                .contains("GATEWAY_STORE_ETCD_CERTIFICATE_FILE");
    }

    @Test
    void warnsOfAUserWhereNobodyIsAsked() {
        CheckReport report = ConnectionCheck.run(plain(config -> as("gateway", config)));

        assertThat(report.isOk()).isTrue();
        assertThat(only(report).step(CheckStep.AUTHENTICATION))
                .satisfies(step -> assertThat(step.status()).isEqualTo(StepStatus.WARNING))
                .satisfies(step -> assertThat(step.summary()).contains("user 'gateway' is not used"));
    }

    @Test
    void reportsTheOtherEndpointsBesideOneThatFails() {
        String there = PLAIN.endpoints().get(0);

        CheckReport report = ConnectionCheck.run(plain(config -> config.etcdHosts("etcd.invalid:2379", there)));

        assertThat(report.isOk()).isFalse();
        assertThat(report.endpoints())
                .extracting(endpoint -> endpoint.failure().map(Attempt::failure).orElse(null))
                .containsExactly(ConnectionFailure.UNKNOWN_HOST, null);
    }

    @Test
    void saysThatEndpointsBelongToDifferentClusters() {
        try (EtcdCluster other = EtcdCluster.start(EtcdSpec.builder().build())) {
            String first = PLAIN.endpoints().get(0);
            String second = other.endpoints().get(0);

            CheckReport report = ConnectionCheck.run(plain(config -> config.etcdHosts(first, second)));

            assertThat(report.isOk()).isFalse();
            assertThat(report.endpoints())
                    .allSatisfy(endpoint -> assertThat(endpoint.failure()).isEmpty());
            assertThat(report.disagreement().orElseThrow())
                    .contains(first + " belongs to cluster "
                            + Long.toHexString(PLAIN.admin().status().clusterId()))
                    .contains(second + " belongs to cluster "
                            + Long.toHexString(other.admin().status().clusterId()))
                    .contains("GATEWAY_STORE_ETCD_HOSTS");
        }
    }

    @Test
    void tellsAMissingMajorityFromAWrongPassword() {
        try (EtcdCluster three = EtcdCluster.start(EtcdSpec.builder().members(3).build())) {
            three.admin().addUser("gateway", "right");
            three.admin().enableAuthentication("root");
            // Whatever the first connection of a JVM loads takes time that the next one has for waiting.
            ConnectionCheck.run(PLAIN.config());
            three.member(1).kill();
            three.member(2).kill();
            StoreConfig config = as("gateway", StoreConfig.builder().environment(three.environment()))
                    .etcdHosts(three.endpoints().get(0))
                    .connectTimeout(Duration.ofSeconds(3))
                    .build();

            EndpointReport report = only(ConnectionCheck.run(config));

            assertThat(report.failure().map(Attempt::failure))
                    .as(report.toString())
                    .contains(ConnectionFailure.NO_LEADER);
            assertThat(report.step(CheckStep.QUORUM).status()).isEqualTo(StepStatus.FAILED);
            assertThat(report.step(CheckStep.VERSION).status()).isEqualTo(StepStatus.OK);
            assertThatThrownBy(() -> Store.open(config).close())
                    .isInstanceOf(ConnectionFailedException.class)
                    .hasMessageContaining("[NO_LEADER]");
        }
    }

    @Test
    void tellsWhatAUserMayDo() {
        try (EtcdCluster etcd = EtcdCluster.start(EtcdSpec.builder().build())) {
            EtcdAdmin admin = etcd.admin();
            admin.addUser("all", "right");
            admin.allow("all", "namespace", "gateway/");
            admin.addUser("some", "right");
            admin.allow("some", "services", "gateway/services/");
            EtcdAdmin root = admin.enableAuthentication("right");
            String cluster = Long.toHexString(root.status().clusterId());

            assertPermission(etcd, "all", StepStatus.OK, "all", cluster);
            assertPermission(etcd, "root", StepStatus.OK, "all", cluster);
            assertPermission(etcd, "some", StepStatus.WARNING, "part", cluster);
        }
    }

    private static void assertPermission(
            EtcdCluster etcd, String user, StepStatus status, String extent, String cluster) {
        EndpointReport report =
                only(ConnectionCheck.run(as(user, StoreConfig.builder().environment(etcd.environment()))
                        .namespace("gateway")
                        .build()));
        assertThat(report.step(CheckStep.PERMISSION).status())
                .as(report.toString())
                .isEqualTo(status);
        assertThat(report.step(CheckStep.PERMISSION).facts())
                .containsExactlyInAnyOrderEntriesOf(Map.of("namespace", "gateway", "reads", extent, "writes", extent));
        assertThat(report.step(CheckStep.AUTHENTICATION).facts()).containsEntry("user", user);
        assertThat(report.clusterId()).contains(cluster);
    }

    @Test
    void knowsAUserByTheClientCertificate() {
        try (EtcdCluster etcd =
                EtcdCluster.start(EtcdSpec.builder().tls(TlsMode.MUTUAL_TLS).build())) {
            etcd.admin().addUser("gateway", "unused");
            etcd.admin().allow("gateway", "services", "gateway/services/");
            etcd.admin().enableAuthentication("root");

            EndpointReport report = only(ConnectionCheck.run(StoreConfig.builder()
                    .environment(etcd.environment())
                    .namespace("gateway")
                    .build()));

            assertThat(report.step(CheckStep.AUTHENTICATION).summary())
                    .isEqualTo("as user 'gateway', by the client certificate");
            assertThat(report.step(CheckStep.PERMISSION).facts()).containsEntry("reads", "part");
        }
    }

    @Test
    void isNotForOtherBackends() {
        StoreConfig memory = StoreConfig.builder().environment(Map.of()).build();

        assertThatThrownBy(() -> ConnectionCheck.run(memory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("memory");
    }

    private static StoreConfig plain(UnaryOperator<StoreConfig.Builder> settings) {
        return settings.apply(StoreConfig.builder().environment(PLAIN.environment()))
                .build();
    }

    private static StoreConfig.Builder as(String user, StoreConfig.Builder config) {
        return config.etcdUsername(user).etcdPassword(Secret.of("right"));
    }

    private static EndpointReport only(CheckReport report) {
        assertThat(report.endpoints()).hasSize(1);
        return report.endpoints().get(0);
    }
}
