package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.CredentialFile;
import io.gatewaystore.credentials.issue.Issuer;
import io.gatewaystore.credentials.status.EncryptionState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The ways back when something else than the command has gone wrong: files, commands, time. */
class RecoveryIT {

    private static OperatedCluster cluster;

    private CredentialProcedures procedures;

    @BeforeAll
    static void start() {
        cluster = OperatedCluster.onLoopback(1);
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

    static Deployment alsoConsumedBy(Deployment deployment, Path consumer) {
        return deployment.withMembers(deployment.members().stream()
                .map(member -> new Member(
                        member.name(),
                        member.host(),
                        member.endpoints(),
                        member.etcdConfig(),
                        Stream.concat(member.consumers().stream(), Stream.of(consumer))
                                .toList(),
                        member.credentials(),
                        member.owner(),
                        member.stop(),
                        member.start()))
                .toList());
    }

    private static Deployment startedBy(String start) {
        return cluster.deployment()
                .withMembers(cluster.deployment().members().stream()
                        .map(member -> new Member(
                                member.name(),
                                member.host(),
                                member.endpoints(),
                                member.etcdConfig(),
                                member.consumers(),
                                member.credentials(),
                                member.owner(),
                                member.stop(),
                                start))
                        .toList());
    }

    private Report enable() {
        return procedures.enable(cluster.deployment(), IssueSettings.DEFAULTS, false, Flow.OFFLINE);
    }

    private static CredentialDirectory credentials() {
        return CredentialDirectory.at(cluster.first().credentials());
    }

    private static String process() {
        return OperatedMember.read(cluster.first().directory().resolve("etcd.pid"));
    }

    private void assertOff() {
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.OFF);
        assertThat(cluster.changedFiles()).isEmpty();
        cluster.assertDataIsIntact(false);
        cluster.assertNothingIsLeft();
    }

    private void assertOn() {
        DeploymentStatus status = procedures.status();
        assertThat(status.state()).isEqualTo(EncryptionState.ON);
        assertThat(status.inconsistencies()).isEmpty();
        cluster.assertDataIsIntact(true);
        cluster.assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"CA_CERTIFICATE", "CA_KEY", "META"})
    void issuesAFileAnewThatIsMissing(CredentialFile missing) throws Exception {
        enable();
        Files.delete(credentials().file(missing));

        assertThat(procedures.repair(Intent.COMPLETE).closing())
                .isEqualTo("repair succeeded: 1 member answers over mutual TLS");

        assertOn();
    }

    @ParameterizedTest
    @EnumSource(names = {"CA_CERTIFICATE", "CA_KEY"})
    void leavesAloneWhatCannotBeIssuedAnew(CredentialFile missing) throws Exception {
        enable();
        String process = process();
        Files.delete(credentials().file(missing));

        assertThatThrownBy(() -> procedures.repair(Intent.COMPLETE))
                .isInstanceOf(CredentialException.class)
                .isNotInstanceOf(ProcedureFailedException.class)
                .hasMessageContaining("'" + credentials().file(missing) + "' is missing")
                .hasMessageContaining("rollback");

        assertThat(process()).isEqualTo(process);
        procedures.rollback(Flow.OFFLINE);
        assertOff();
    }

    @Test
    void turnsOffWithoutAUsableKey() throws Exception {
        enable();
        Files.delete(credentials().file(CredentialFile.SERVER_KEY));

        procedures.repair(Intent.UNDO);

        assertOff();
    }

    @Test
    void goesOnWithTheCommandsThatAreGiven() {
        Deployment mistyped = startedBy("sh " + cluster.first().directory().resolve("strat.sh"));
        assertThatThrownBy(() -> procedures.enable(mistyped, IssueSettings.DEFAULTS, false, Flow.OFFLINE))
                .hasMessageContaining("strat.sh")
                .hasMessageContaining("Putting everything back failed too");
        assertThatThrownBy(() -> procedures.repair(Intent.UNDO))
                .isInstanceOfSatisfying(
                        ProcedureFailedException.class,
                        e -> assertThat(e.isPutBack()).isFalse())
                .hasMessageContaining("strat.sh")
                .hasMessageContaining("Left: back up the configuration files; issue the credentials; let m1 listen")
                .hasMessageContaining("To go on");

        assertThat(procedures.repair(cluster.deployment(), Intent.UNDO).closing())
                .isEqualTo("repair succeeded: the interrupted enable is undone");

        assertOff();
    }

    @Test
    void completesWithTheCommandsThatAreGiven() {
        Deployment mistyped = startedBy("sh " + cluster.first().directory().resolve("strat.sh"));
        assertThatThrownBy(() -> procedures.enable(mistyped, IssueSettings.DEFAULTS, false, Flow.OFFLINE))
                .isInstanceOf(ProcedureFailedException.class);

        procedures.repair(cluster.deployment(), Intent.COMPLETE);

        assertOn();
        assertThat(procedures.rotate(UnaryOperator.identity(), false).closing()).startsWith("rotate succeeded");
    }

    @Test
    void doesNotGoOnWithOtherFiles() {
        Deployment mistyped = startedBy("sh " + cluster.first().directory().resolve("strat.sh"));
        assertThatThrownBy(() -> procedures.enable(mistyped, IssueSettings.DEFAULTS, false, Flow.OFFLINE))
                .isInstanceOf(ProcedureFailedException.class);
        Path other = cluster.first().directory().resolve("etc/other.conf");
        Deployment others = alsoConsumedBy(cluster.deployment(), other);

        assertThatThrownBy(() -> procedures.repair(others, Intent.UNDO))
                .isInstanceOf(CredentialException.class)
                .isNotInstanceOf(ProcedureFailedException.class)
                .hasMessageContaining("the consumers on m1")
                .hasMessageContaining(other.toString());
    }

    @Test
    void turnsOffFromACommandThatCannotBeUndone() {
        Path start = cluster.first().directory().resolve("start.sh");
        String working = OperatedMember.read(start);
        OperatedMember.write(start, "echo out of order; exit 1\n");
        try {
            assertThatThrownBy(this::enable).hasMessageContaining("Putting everything back failed too");
            assertThatThrownBy(() -> procedures.rollback(Flow.OFFLINE))
                    .isInstanceOfSatisfying(
                            ProcedureFailedException.class,
                            e -> assertThat(e.isPutBack()).isTrue())
                    .hasMessageContaining("out of order")
                    .hasMessageContaining("But: m1 did not answer before the command, and does not start");
        } finally {
            OperatedMember.write(start, working);
        }

        assertThat(procedures.rollback(Flow.OFFLINE).closing())
                .isEqualTo("rollback succeeded: 1 member answers in plaintext; the credentials are removed");

        assertOff();
    }

    @Test
    void rotatesCertificatesThatHaveExpired() {
        enable();
        expire();
        String process = process();
        assertThatThrownBy(() -> procedures.rotate(UnaryOperator.identity(), true))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("rotate without --new-ca first");

        assertThat(procedures.rotate(UnaryOperator.identity(), false).closing())
                .isEqualTo("rotate succeeded: 1 member answers over mutual TLS with new certificates");

        assertThat(process()).isEqualTo(process);
        assertOn();
    }

    @Test
    void repairsCertificatesThatHaveExpired() {
        enable();
        expire();

        procedures.repair(Intent.COMPLETE);

        assertOn();
    }

    private static void expire() {
        Clock then = Clock.fixed(Instant.now().minus(Duration.ofDays(400)), ZoneOffset.UTC);
        CredentialDirectory directory = credentials();
        directory.replace(
                Issuer.ofAuthority(directory.authority(), IssueSettings.DEFAULTS.options(then))
                        .forIssuingHost(cluster.endpoints()),
                then);
    }

    /** What others do to files that a command has changed. */
    enum Disturbance {
        ETCD_RESET {
            @Override
            void disturb(String etcd, String consumer) {
                OperatedMember.write(cluster.first().config(), etcd);
            }
        },
        CONSUMER_RESET {
            @Override
            void disturb(String etcd, String consumer) {
                OperatedMember.write(cluster.first().gatewayConf(), consumer);
            }
        },
        CONSUMER_EDITED {
            @Override
            void disturb(String etcd, String consumer) {
                Path conf = cluster.first().gatewayConf();
                OperatedMember.write(
                        conf, "# mine\n" + OperatedMember.read(conf).replace("use_tls = true", "use_tls = false"));
            }
        },
        ETCD_EDITED {
            @Override
            void disturb(String etcd, String consumer) {
                Path config = cluster.first().config();
                OperatedMember.write(
                        config, OperatedMember.read(config).replace("  trusted-ca-file", "  # trusted-ca-file"));
            }
        };

        abstract void disturb(String etcd, String consumer);
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheBytesOfMixedFilesIfARollbackFails(Disturbance disturbance) throws Exception {
        leavesTheBytes(disturbance, () -> procedures.rollback(Flow.OFFLINE));
    }

    /** Where it is etcd's file: for that of a client, no member stops. */
    @ParameterizedTest
    @EnumSource(names = {"ETCD_RESET", "ETCD_EDITED"})
    void leavesTheBytesOfMixedFilesIfARepairFails(Disturbance disturbance) throws Exception {
        leavesTheBytes(disturbance, () -> procedures.repair(Intent.COMPLETE));
    }

    private void leavesTheBytes(Disturbance disturbance, Runnable command) throws IOException {
        String plainEtcd = OperatedMember.read(cluster.first().config());
        String plainConsumer = OperatedMember.read(cluster.first().gatewayConf());
        enable();
        cluster.first().stop();
        disturbance.disturb(plainEtcd, plainConsumer);
        cluster.first().start();
        String etcd = OperatedMember.read(cluster.first().config());
        String consumer = OperatedMember.read(cluster.first().gatewayConf());

        startFailsOnce(command);

        assertThat(OperatedMember.read(cluster.first().config())).isEqualTo(etcd);
        assertThat(OperatedMember.read(cluster.first().gatewayConf())).isEqualTo(consumer);
    }

    private static void startFailsOnce(Runnable command) throws IOException {
        Path start = cluster.first().directory().resolve("start.sh");
        String working = OperatedMember.read(start);
        Path failed = cluster.first().directory().resolve("failed");
        OperatedMember.write(start, "[ -e " + failed + " ] || { touch " + failed + "; exit 1; }\n" + working);
        try {
            ProcedureFailedException failure = catchThrowableOfType(ProcedureFailedException.class, command::run);
            assertThat(failure).hasMessageContaining("Everything was put back");
            assertThat(failure.isPutBack()).isTrue();
        } finally {
            OperatedMember.write(start, working);
            Files.deleteIfExists(failed);
        }
    }

    @Test
    void forgetsARotationWhoseJournalIsLost() throws Exception {
        enable();
        String authority = OperatedMember.read(credentials().file(CredentialFile.CA_CERTIFICATE));
        new Interruptions(cluster, Flow.OFFLINE)
                .interrupt(rotating -> rotating.rotate(UnaryOperator.identity(), true), new HaltException.AtMoment(5));
        Files.delete(cluster.state().resolve("journal.jsonl"));
        assertThat(procedures.status(cluster.deployment()).inconsistencies())
                .anyMatch(sentence -> sentence.contains("/rotation-"))
                .anyMatch(sentence -> sentence.contains("etcd_credential-previous-"));

        assertThat(procedures
                        .rotate(cluster.deployment(), UnaryOperator.identity(), false)
                        .closing())
                .startsWith("rotate succeeded");

        assertThat(credentials().file(CredentialFile.CA_CERTIFICATE)).hasContent(authority);
        assertOn();
    }

    @Test
    void removesWhatARotationHasLeft() throws Exception {
        enable();
        new Interruptions(cluster, Flow.OFFLINE)
                .interrupt(rotating -> rotating.rotate(UnaryOperator.identity(), true), new HaltException.AtMoment(5));
        Files.delete(cluster.state().resolve("journal.jsonl"));

        procedures.repair(cluster.deployment(), Intent.COMPLETE);

        assertThat(procedures.status(cluster.deployment()).inconsistencies()).isEmpty();
        cluster.assertNothingIsLeft();
    }

    @Test
    void findsTheBytesFromBeforeALostJournalBelowWhatARepairHasChanged() throws Exception {
        Interruptions rolling = new Interruptions(cluster, Flow.ROLLING);
        rolling.interrupt(rolling::enable, () -> {
            if (cluster.changedFiles().size() == 2) {
                throw new HaltException();
            }
        });
        Files.delete(cluster.state().resolve("journal.jsonl"));
        procedures.repair(cluster.deployment(), Intent.COMPLETE);
        assertOn();

        procedures.rollback(Flow.OFFLINE);

        assertOff();
    }

    @Test
    void leavesFilesOfOthersWhereTheyAre() throws Exception {
        for (int i = 0; i < 2; i++) {
            enable();
            Path foreign = cluster.first().credentials().resolve("ops-laptop.crt");
            OperatedMember.write(foreign, "mine");

            assertThat(procedures.rollback(Flow.OFFLINE).warnings())
                    .containsExactly("'" + foreign + "' is not of the credentials, and was left where it is");

            assertThat(cluster.first().credentials().toFile().list()).containsExactly("ops-laptop.crt");
            assertThat(procedures.status().state()).isEqualTo(EncryptionState.OFF);
            assertThatThrownBy(this::enable).hasMessageContaining("Move it away");
            Files.delete(foreign);
            Files.delete(cluster.first().credentials());
        }
        assertOff();
    }

    @Test
    void doesNothingAboutWhatIsWell() {
        enable();
        String process = process();

        assertThat(procedures.repair(Intent.COMPLETE))
                .isEqualTo(new Report("repair had nothing to do: TLS is on", List.of()));

        assertThat(process()).isEqualTo(process);
        cluster.access().await(cluster.endpoints().get(0), Transport.MUTUAL_TLS);
    }
}
