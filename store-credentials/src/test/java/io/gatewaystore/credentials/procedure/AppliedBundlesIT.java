package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.proof.MemberAccess;
import io.gatewaystore.credentials.status.EncryptionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two members that are taken over by hand, each from its bundle. */
class AppliedBundlesIT {

    @Test
    void goOverAtOnceOrMemberByMemberAndBack() throws Exception {
        try (OperatedCluster cluster = OperatedCluster.onLoopback(2)) {
            Path bundles = cluster.root().resolve("admin").resolve("bundles-to-carry");
            cluster.procedures().bundle(cluster.deploymentWithEndpoints(), IssueSettings.DEFAULTS, bundles);
            assertThatThrownBy(() -> cluster.procedures()
                            .bundle(cluster.deploymentWithEndpoints(), IssueSettings.DEFAULTS, bundles))
                    .hasMessageContaining("holds bundles already")
                    .hasMessageContaining("--to");
            String first = OperatedMember.read(bundles.resolve("m1/credentials/server.crt"));
            Files.delete(bundles.resolve("m2/node.json"));
            cluster.procedures().bundle(cluster.deploymentWithEndpoints(), IssueSettings.DEFAULTS, bundles);
            assertThat(bundles.resolve("m1/credentials/server.crt"))
                    .as("an interrupted run is completed")
                    .hasContent(first);
            Map<String, CredentialProcedures> hosts = cluster.members().stream()
                    .collect(Collectors.toMap(
                            OperatedMember::name,
                            member -> CredentialProcedures.ofBundle(
                                    bundles.resolve(member.name()), Clock.systemUTC(), text -> {})));

            for (ApplyStage stage : List.of(ApplyStage.BOTH, ApplyStage.CONSUMERS, ApplyStage.TLS)) {
                hosts.forEach((name, host) -> host.apply(bundles.resolve(name), stage));
                cluster.assertDataIsIntact(stage != ApplyStage.BOTH);
            }
            hosts.values().forEach(host -> assertThat(host.status().state()).isEqualTo(EncryptionState.ON));
            cluster.awaitAll(Transport.MUTUAL_TLS);

            hosts.values().forEach(host -> host.rollback(Flow.ROLLING));
            assertThat(cluster.changedFiles()).isEmpty();
            cluster.assertDataIsIntact(false);

            assertThatThrownBy(() -> hosts.get("m1").apply(bundles.resolve("m1"), ApplyStage.OFFLINE))
                    .hasMessageContaining(
                            "something still listens on " + cluster.endpoints().get(0));
            cluster.members().forEach(OperatedMember::stop);
            for (OperatedMember member : cluster.members()) {
                assertThat(hosts.get(member.name())
                                .apply(bundles.resolve(member.name()), ApplyStage.OFFLINE)
                                .closing())
                        .isEqualTo("apply succeeded: stage offline of " + member.name()
                                + " is done; when all members are started, prove it: storectl endpoint health --endpoints "
                                + member.endpoint() + " --credentials-dir '" + member.credentials() + "'");
            }
            cluster.members().forEach(OperatedMember::start);
            cluster.members().forEach(AppliedBundlesIT::proveAsTold);
            cluster.awaitAll(Transport.MUTUAL_TLS);
            cluster.assertDataIsIntact(true);
        }
    }

    /** With the files that the command takes from the directory; CredentialsCommandIT has the command itself. */
    private static void proveAsTold(OperatedMember member) {
        new MemberAccess(
                        CredentialDirectory.at(member.credentials()).clientPaths(),
                        Duration.ofSeconds(OperatedCluster.ANSWER_SECONDS))
                .await(member.endpoint(), Transport.MUTUAL_TLS);
    }

    @Test
    void areAppliedWhereTheyWereIssued() {
        try (OperatedCluster cluster = OperatedCluster.onLoopback(1)) {
            Path bundles = cluster.root().resolve("admin").resolve("bundles-to-carry");
            cluster.procedures().bundle(cluster.deploymentWithEndpoints(), IssueSettings.DEFAULTS, bundles);
            CredentialProcedures host =
                    CredentialProcedures.ofBundle(bundles.resolve("m1"), Clock.systemUTC(), text -> {});

            Path start = cluster.first().directory().resolve("start.sh");
            String working = OperatedMember.read(start);
            OperatedMember.write(start, "grep -q server.crt " + cluster.first().config() + " && exit 1\n" + working);
            assertThatThrownBy(() -> host.apply(bundles.resolve("m1"), ApplyStage.BOTH))
                    .hasMessageContaining("Everything was put back");
            assertThat(cluster.first().credentials().resolve("ca.key")).exists();

            OperatedMember.write(start, working);
            host.apply(bundles.resolve("m1"), ApplyStage.BOTH);
            cluster.awaitAll(Transport.BOTH);
        }
    }
}
