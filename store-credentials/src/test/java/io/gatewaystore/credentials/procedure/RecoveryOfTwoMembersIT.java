package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.CredentialFile;
import io.gatewaystore.credentials.host.PrivateDirectories;
import io.gatewaystore.credentials.issue.Issuer;
import io.gatewaystore.credentials.status.EncryptionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways back where members have credentials of their own. */
class RecoveryOfTwoMembersIT {

    private static OperatedCluster cluster;

    private CredentialProcedures procedures;

    @BeforeAll
    static void start() {
        cluster = OperatedCluster.onLoopback(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void enable() {
        cluster.reset();
        procedures = cluster.procedures();
        procedures.enable(cluster.deployment(), IssueSettings.DEFAULTS, false, Flow.OFFLINE);
    }

    private static List<String> processes() {
        return cluster.members().stream()
                .map(member -> OperatedMember.read(member.directory().resolve("etcd.pid")))
                .toList();
    }

    private void assertOn() {
        DeploymentStatus status = procedures.status();
        assertThat(status.state()).isEqualTo(EncryptionState.ON);
        assertThat(status.inconsistencies()).isEmpty();
        cluster.assertDataIsIntact(true);
        cluster.assertNothingIsLeft();
    }

    @Test
    void restartsOnlyTheMemberThatNeedsIt() throws Exception {
        List<String> before = processes();
        Files.delete(CredentialDirectory.at(cluster.first().credentials()).file(CredentialFile.SERVER_KEY));

        procedures.repair(Intent.COMPLETE);

        assertOn();
        assertThat(processes().get(0)).isNotEqualTo(before.get(0));
        assertThat(processes().get(1)).isEqualTo(before.get(1));
    }

    @Test
    void givesAMemberCertificatesOfTheAuthorityOfTheOthers() {
        CredentialDirectory.at(cluster.first().credentials())
                .replace(
                        Issuer.withNewAuthority(IssueSettings.DEFAULTS.options(Clock.systemUTC()))
                                .forNode(List.of(cluster.first().endpoint())),
                        Clock.systemUTC());

        procedures.repair(Intent.COMPLETE);

        assertOn();
    }

    @Test
    void doesNotReplaceAnAuthorityThatIsLost() {
        List<String> before = processes();
        Path lost = cluster.issued();
        PrivateDirectories.remove(lost);

        assertThatThrownBy(() -> procedures.repair(Intent.COMPLETE))
                .isInstanceOf(CredentialException.class)
                .isNotInstanceOf(ProcedureFailedException.class)
                .hasMessageContaining("'" + lost + "' is missing, while m1, m2 still have credentials")
                .hasMessageContaining("rollback");

        assertThat(processes()).isEqualTo(before);
        procedures.rollback(Flow.OFFLINE);
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.OFF);
        assertThat(cluster.changedFiles()).isEmpty();
        cluster.assertDataIsIntact(false);
    }
}
