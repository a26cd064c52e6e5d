package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.status.EncryptionState;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members that one command stops, and one starts: all of them, as the deployments do that have a tool for it. */
class WholeClusterIT {

    private static OperatedCluster cluster;
    private static Path stopAll;
    private static Path startAll;

    private CredentialProcedures procedures;

    @BeforeAll
    static void start() {
        cluster = OperatedCluster.onLoopback(2);
        stopAll = cluster.root().resolve("stop-all.sh");
        startAll = cluster.root().resolve("start-all.sh");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void reset() {
        OperatedMember.write(stopAll, "date >>" + calls("stopped") + "\n" + forAll("stop.sh"));
        OperatedMember.write(startAll, "date >>" + calls("started") + "\n" + forAll("start.sh"));
        OperatedMember.write(calls("stopped"), "");
        OperatedMember.write(calls("started"), "");
        cluster.reset();
        procedures = cluster.procedures();
    }

    private static Path calls(String what) {
        return cluster.root().resolve(what);
    }

    private static String forAll(String script) {
        return cluster.members().stream()
                .map(member -> "sh " + member.directory().resolve(script))
                .collect(Collectors.joining(" && ", "", "\n"));
    }

    private static Deployment deployment() {
        Deployment own = cluster.deployment();
        return new Deployment(
                own.members().stream().map(Member::withoutCommands).toList(),
                own.credentials(),
                List.of(),
                "sh " + stopAll,
                "sh " + startAll,
                "",
                "",
                60,
                OperatedCluster.ANSWER_SECONDS);
    }

    private void enable() {
        procedures.enable(deployment(), IssueSettings.DEFAULTS, false, Flow.OFFLINE);
    }

    private static void assertStoppedAndStarted(int times) {
        assertThat(calls("stopped")).content().hasLineCount(times);
        assertThat(calls("started")).content().hasLineCount(times);
    }

    @Test
    void goesThereAndBackWithAllMembersAtOnce() {
        enable();

        assertThat(procedures.status().state()).isEqualTo(EncryptionState.ON);
        cluster.awaitAll(Transport.MUTUAL_TLS);
        cluster.assertDataIsIntact(true);
        assertStoppedAndStarted(1);

        assertThat(procedures.rollback(Flow.OFFLINE).closing())
                .isEqualTo("rollback succeeded: 2 members answer in plaintext; the credentials are removed");

        assertThat(cluster.changedFiles()).isEmpty();
        cluster.awaitAll(Transport.PLAIN);
        cluster.assertDataIsIntact(false);
        assertStoppedAndStarted(2);
    }

    @Test
    void putsEverythingBackIfTheMembersDoNotStart() {
        OperatedMember.write(
                startAll,
                "if grep -q server.crt " + cluster.first().config() + "; then echo no such luck; exit 1; fi\n"
                        + OperatedMember.read(startAll));

        assertThatThrownBy(this::enable)
                .isInstanceOfSatisfying(
                        ProcedureFailedException.class,
                        e -> assertThat(e.isPutBack()).isTrue())
                .hasMessageContaining("start-all.sh' ended with status 1: no such luck");

        assertThat(procedures.status().state()).isEqualTo(EncryptionState.OFF);
        assertThat(cluster.changedFiles()).isEmpty();
        assertThat(cluster.issued()).doesNotExist();
        cluster.awaitAll(Transport.PLAIN);
        cluster.assertDataIsIntact(false);
    }

    @Test
    void hasNoWayToRoll() {
        assertThatThrownBy(() -> procedures.enable(deployment(), IssueSettings.DEFAULTS, false, Flow.ROLLING))
                .hasMessageContaining("one by one only with a stop and a start command for each");
        assertThat(cluster.changedFiles()).isEmpty();
        assertStoppedAndStarted(0);
    }
}
