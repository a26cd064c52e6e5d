package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.status.EncryptionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three members with directories, users and addresses of their own, each configured in another form. What is tagged as of networks is left to the
 * run on members in networks of their own, which proves all of it.
 */
class ThreeMembersIT {

    private static OperatedCluster cluster;

    private final List<Integer> reachable = new ArrayList<>();
    private CredentialProcedures procedures;

    @BeforeAll
    static void start() {
        cluster = OperatedCluster.ofThree();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void reset() {
        cluster.reset();
        procedures = cluster.procedures();
    }

    /** Counts the members that can be reached, whenever one is not. */
    private void count(String progress) {
        if (!progress.startsWith("stopped") && !progress.startsWith("started")) {
            return;
        }
        reachable.add((int) cluster.endpoints().stream()
                .filter(endpoint -> cluster.access().answers(endpoint, Transport.OTHER))
                .count());
    }

    @Test
    void goesOfflineThereAndBack() {
        assertThat(procedures
                        .enable(cluster.deployment(), IssueSettings.DEFAULTS, false, Flow.OFFLINE)
                        .closing())
                .startsWith("enable succeeded: 3 members answer over mutual TLS; backup in ");
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.ON);
        cluster.assertDataIsIntact(true);
        assertThat(cluster.members()).allSatisfy(member -> {
            assertThat(member.credentials().resolve("server.crt")).exists();
            assertThat(member.credentials().resolve("ca.key"))
                    .as("stays with the issuer")
                    .doesNotExist();
        });

        procedures.rollback(Flow.OFFLINE);

        assertThat(procedures.status().state()).isEqualTo(EncryptionState.OFF);
        assertThat(cluster.changedFiles()).isEmpty();
        assertThat(cluster.issued()).doesNotExist();
        cluster.assertDataIsIntact(false);
    }

    @Test
    void rollsThereAndBackUnderClientsThatFollowWithAQuorumUpAllTheTime() {
        try (OpenClients clients = new OpenClients()) {
            Store crossing = clients.open(cluster.config(false));
            clients.open(following());
            clients.write();
            CredentialProcedures observed = cluster.procedures(progress -> {
                count(progress);
                cross(crossing, progress);
                clients.write();
            });

            observed.enable(cluster.deployment(), IssueSettings.DEFAULTS, false, Flow.ROLLING);

            assertThat(procedures.status().state()).isEqualTo(EncryptionState.ON);
            cluster.awaitAll(Transport.MUTUAL_TLS);
            clients.write();
            clients.assertNothingLost();
            cluster.assertDataIsIntact(true);

            observed.rollback(Flow.ROLLING);

            assertThat(cluster.changedFiles()).isEmpty();
            cluster.awaitAll(Transport.PLAIN);
            clients.write();
            clients.assertNothingLost();
            cluster.assertDataIsIntact(false);
        }
        assertThat(reachable).hasSize(24).allMatch(count -> count >= 2);
    }

    /** A program that changes its connections itself does so when its operator changes the files of the others. */
    private static void cross(Store store, String progress) {
        if (progress.endsWith("lead clients to mutual TLS")) {
            store.reconfigure(cluster.config(true));
        } else if (progress.endsWith("lead clients to plaintext")) {
            store.reconfigure(cluster.config(false));
        }
    }

    /** A program that leaves that to its file, which the command edits. */
    private static StoreConfig following() {
        return StoreConfig.builder()
                .environment(Map.of("GATEWAY_STORE_FOLLOW_CONFIG", "true"))
                .configFile(cluster.first().gatewayConf())
                .build();
    }

    @Test
    void replacesCertificatesUnderClientsThatFollow() {
        procedures.enable(cluster.deployment(), IssueSettings.DEFAULTS, false, Flow.OFFLINE);

        assertThat(rotateUnderClients(false))
                .isEqualTo("rotate succeeded: 3 members answer over mutual TLS with new certificates");

        cluster.assertDataIsIntact(true);
    }

    /** Clients that use the credentials of the issuing host, and those of the members whose turn comes first and last. */
    private String rotateUnderClients(boolean newAuthority) {
        AtomicReference<String> closing = new AtomicReference<>();
        try (OpenClients clients = new OpenClients()) {
            clients.open(cluster.config(true));
            clients.open(fromFile(cluster.first()));
            clients.open(fromFile(cluster.members().get(2)));
            clients.writeDuring(() -> closing.set(cluster.procedures(this::count)
                    .rotate(UnaryOperator.identity(), newAuthority)
                    .closing()));
            clients.assertNothingLost();
        }
        return closing.get();
    }

    private static StoreConfig fromFile(OperatedMember member) {
        return StoreConfig.builder()
                .environment(Map.of())
                .configFile(member.gatewayConf())
                .build();
    }

    @Test
    @Tag("networks")
    void replacesTheAuthorityMemberByMemberUnderClientsThatFollow() throws Exception {
        procedures.enable(cluster.deployment(), IssueSettings.DEFAULTS, false, Flow.OFFLINE);
        Path authority = cluster.first().credentials().resolve("ca.crt");
        String before = Files.readString(authority);

        assertThat(rotateUnderClients(true))
                .isEqualTo(
                        "rotate succeeded: 3 members answer over mutual TLS with new certificates of a new authority");

        assertThat(Files.readString(authority)).doesNotContain(before).containsOnlyOnce("BEGIN CERTIFICATE");
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.ON);
        assertThat(reachable).hasSize(12).allMatch(count -> count >= 2);
        cluster.assertDataIsIntact(true);
    }

    @Test
    void doesNotBeginWhileAMemberIsDown() {
        cluster.members().get(2).end();

        assertThatThrownBy(() ->
                        procedures.enable(impatient(cluster.deployment()), IssueSettings.DEFAULTS, false, Flow.ROLLING))
                .isInstanceOf(CredentialException.class)
                .isNotInstanceOf(ProcedureFailedException.class)
                .hasMessageContaining(cluster.endpoints().get(2));
        assertThat(cluster.changedFiles()).isEmpty();
        assertThat(cluster.issued()).doesNotExist();
    }

    private static Deployment impatient(Deployment deployment) {
        return new Deployment(
                deployment.members(),
                deployment.credentials(),
                List.of(),
                "",
                "",
                deployment.onNode(),
                deployment.storectl(),
                60,
                1);
    }
}
