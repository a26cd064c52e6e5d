package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.status.EncryptionState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Two members that are taken over by hand, each from its bundle. */
class AppliedBundlesIT {

    @Test
    void goOverAtOnceOrMemberByMemberAndBack() {
        try (OperatedCluster cluster = OperatedCluster.onLoopback(2)) {
            Path bundles = cluster.root().resolve("admin").resolve("bundles-to-carry");
            cluster.procedures().bundle(cluster.deploymentWithEndpoints(), IssueSettings.DEFAULTS, bundles);
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

            cluster.members().forEach(OperatedMember::stop);
            hosts.forEach((name, host) -> assertThat(host.apply(bundles.resolve(name), ApplyStage.OFFLINE)
                            .closing())
                    .isEqualTo("apply succeeded: stage offline of " + name + " is done"));
            cluster.members().forEach(OperatedMember::start);
            cluster.awaitAll(Transport.MUTUAL_TLS);
            cluster.assertDataIsIntact(true);
        }
    }
}
