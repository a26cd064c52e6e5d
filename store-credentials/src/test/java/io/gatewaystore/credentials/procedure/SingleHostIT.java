package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.issue.CertificateSummary;
import io.gatewaystore.credentials.issue.KeyType;
import io.gatewaystore.credentials.status.EncryptionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A single member, whose host does everything. */
class SingleHostIT {

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

    private Report enable() {
        return procedures.enable(cluster.deployment(), IssueSettings.DEFAULTS, false, Flow.OFFLINE);
    }

    @Test
    void enablesRollsBackAndEnablesAgain() {
        assertThat(enable().closing())
                .startsWith("enable succeeded: 1 member answers over mutual TLS; backup in ")
                .contains("etcd_credential-backup");
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.ON);
        assertThat(procedures.status().inconsistencies()).isEmpty();
        cluster.assertDataIsIntact(true);

        assertThat(procedures.rollback(Flow.OFFLINE).closing())
                .isEqualTo("rollback succeeded: 1 member answers in plaintext; the credentials are removed");
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.OFF);
        assertThat(cluster.changedFiles()).isEmpty();
        cluster.assertDataIsIntact(false);

        enable();
        cluster.assertDataIsIntact(true);
    }

    @Test
    void keepsWhatOthersEditedSince() {
        enable();
        Path conf = cluster.first().gatewayConf();
        OperatedMember.write(conf, OperatedMember.read(conf) + "color = always\n");

        procedures.rollback(Flow.OFFLINE);

        assertThat(OperatedMember.read(conf))
                .endsWith("color = always\n")
                .contains("etcd_hosts = '" + cluster.endpoints().get(0));
        assertThat(OperatedMember.read(conf)).doesNotContain("use_tls = true");
        assertThat(cluster.changedFiles()).containsExactly(conf);
    }

    @Test
    void warnsOfNoEditedLineThatIsLedBackAllTheSame() {
        enable();
        Path conf = cluster.first().gatewayConf();
        OperatedMember.write(conf, OperatedMember.read(conf).replace("etcd_use_tls = true", "etcd_use_tls = TRUE"));
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.ON);

        assertThat(procedures.rollback(Flow.OFFLINE).warnings()).isEmpty();

        assertThat(OperatedMember.read(conf)).doesNotContainIgnoringCase("use_tls = true");
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.OFF);
    }

    @Test
    void keepsCopiesOfTheFilesOutsideTheCredentials() throws Exception {
        String before = OperatedMember.read(cluster.first().config());

        String closing = enable().closing();

        Path backup = Path.of(closing.substring(closing.indexOf("backup in ") + "backup in ".length()));
        Path copy = backup.resolve(cluster.first().config().toString().substring(1));
        assertThat(copy).hasContent(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rwx------");
    }

    @Test
    void putsEverythingBackIfEtcdDoesNotStart() {
        Path start = cluster.first().directory().resolve("start.sh");
        String working = OperatedMember.read(start);
        OperatedMember.write(
                start,
                "if grep -q server.crt " + cluster.first().config() + "; then echo no such luck; exit 1; fi\n"
                        + working);
        try {
            assertThatThrownBy(this::enable)
                    .isInstanceOfSatisfying(
                            ProcedureFailedException.class,
                            e -> assertThat(e.isPutBack()).isTrue())
                    .hasMessageContaining("start.sh' ended with status 1: no such luck")
                    .hasMessageContaining("Everything was put back");
        } finally {
            OperatedMember.write(start, working);
        }
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.OFF);
        assertThat(cluster.changedFiles()).isEmpty();
        cluster.assertDataIsIntact(false);
    }

    @Test
    void saysWhatIsLeftIfPuttingBackFailsToo() {
        Path start = cluster.first().directory().resolve("start.sh");
        String working = OperatedMember.read(start);
        OperatedMember.write(start, "echo out of order; exit 1\n");
        try {
            assertThatThrownBy(this::enable)
                    .isInstanceOfSatisfying(
                            ProcedureFailedException.class,
                            e -> assertThat(e.isPutBack()).isFalse())
                    .hasMessageContaining("Putting everything back failed too")
                    .hasMessageContaining("Left: back up the configuration files; issue the credentials; let m1 listen")
                    .hasMessageContaining("repair --complete --state-dir '" + cluster.state() + "'");
            assertThatThrownBy(this::enable)
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("was interrupted")
                    .hasMessageContaining("repair --complete --state-dir '" + cluster.state() + "'");
            assertThat(procedures.status().inconsistencies())
                    .anyMatch(sentence -> sentence.contains("repair --complete --state-dir '" + cluster.state() + "'"));
        } finally {
            OperatedMember.write(start, working);
        }

        assertThat(procedures.rollback(Flow.OFFLINE).closing()).startsWith("rollback succeeded");

        assertThat(cluster.changedFiles()).isEmpty();
        cluster.assertDataIsIntact(false);
    }

    @Test
    void doesNotOverwriteCredentials() throws Exception {
        Files.createDirectory(cluster.first().credentials());

        assertThatThrownBy(this::enable)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("etcd_credential")
                .hasMessageContaining("are not overwritten");
        assertThat(cluster.first().credentials()).isEmptyDirectory();
        cluster.access().await(cluster.endpoints().get(0), Transport.PLAIN);
    }

    @Test
    void completesWhatAnUpgradeHasReset() {
        enable();
        cluster.first().stop();
        cluster.first().restoreFiles();
        cluster.first().start();
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.HALF);

        assertThat(procedures.repair(Intent.COMPLETE).closing())
                .isEqualTo("repair succeeded: 1 member answers over mutual TLS");

        assertThat(procedures.status().state()).isEqualTo(EncryptionState.ON);
        assertThat(procedures.rollback(Flow.OFFLINE).warnings()).isEmpty();
        assertThat(cluster.changedFiles()).isEmpty();
    }

    @Test
    void undoesWithoutTheJournal() throws Exception {
        Path scheme = cluster.first().directory().resolve("etc/etcdctl.env");
        String withoutScheme = "ETCDCTL_ENDPOINTS=" + cluster.endpoints().get(0) + "\n";
        OperatedMember.write(scheme, withoutScheme);
        Deployment deployment = RecoveryIT.alsoConsumedBy(cluster.deployment(), scheme);
        procedures.enable(deployment, IssueSettings.DEFAULTS, false, Flow.OFFLINE);
        assertThat(scheme).content().contains("https://");
        Files.delete(cluster.state().resolve("journal.jsonl"));
        assertThatThrownBy(() -> procedures.repair(Intent.UNDO)).hasMessageContaining("there is no journal");

        assertThat(procedures.repair(deployment, Intent.UNDO).closing())
                .isEqualTo("repair succeeded: 1 member answers in plaintext; the credentials are removed");

        assertThat(cluster.changedFiles())
                .as("restored from the backup, byte for byte")
                .isEmpty();
        assertThat(scheme).hasContent(withoutScheme);
        cluster.assertDataIsIntact(false);
    }

    @Test
    void rotatesCertificatesWhileTheMemberRuns() throws Exception {
        enable();
        byte[] certificate = Files.readAllBytes(cluster.first().credentials().resolve("server.crt"));
        byte[] authority = Files.readAllBytes(cluster.first().credentials().resolve("ca.crt"));
        String process = OperatedMember.read(cluster.first().directory().resolve("etcd.pid"));

        assertThat(procedures.rotate(UnaryOperator.identity(), false).closing())
                .isEqualTo("rotate succeeded: 1 member answers over mutual TLS with new certificates");

        assertThat(Files.readAllBytes(cluster.first().credentials().resolve("server.crt")))
                .isNotEqualTo(certificate);
        assertThat(Files.readAllBytes(cluster.first().credentials().resolve("ca.crt")))
                .isEqualTo(authority);
        assertThat(OperatedMember.read(cluster.first().directory().resolve("etcd.pid")))
                .isEqualTo(process);
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.ON);
        assertThat(cluster.first().credentials().resolveSibling("etcd_credential-previous"))
                .doesNotExist();
        cluster.assertDataIsIntact(true);
    }

    /** The member is killed and back before clients have looked at their files twice. */
    @Test
    void replacesTheAuthorityUnderClientsThatFollowLate() {
        Deployment quick = cluster.deployment()
                .withMembers(List.of(stoppedBy(cluster.first().directory().resolve("kill.sh"))));
        procedures.enable(quick, IssueSettings.DEFAULTS, false, Flow.OFFLINE);
        try (OpenClients clients = new OpenClients()) {
            clients.open(cluster.config(true));

            clients.writeDuring(() -> procedures.rotate(UnaryOperator.identity(), true));

            clients.assertNothingLost();
        }
    }

    private static Member stoppedBy(Path script) {
        Member member = cluster.first().member("");
        return new Member(
                member.name(),
                member.host(),
                member.endpoints(),
                member.etcdConfig(),
                member.consumers(),
                member.credentials(),
                member.owner(),
                "sh " + script,
                member.start());
    }

    @Test
    void rotatesIntoCertificatesThatSayTheSame() {
        IssueSettings asked =
                new IssueSettings(KeyType.EC_P256, "Acme, Inc.", "gateway", List.of("vip.example.com"), 700, 90);
        procedures.enable(cluster.deployment(), asked, false, Flow.OFFLINE);
        List<String> before = said();
        assertThat(before).contains("O=Acme\\, Inc.", "CN=gateway", "vip.example.com", "PT2160H5M");

        procedures.rotate(UnaryOperator.identity(), false);
        assertThat(said()).isEqualTo(before);
        procedures.rotate(UnaryOperator.identity(), true);
        assertThat(said()).isEqualTo(before);

        procedures.rotate(present -> IssueSettings.DEFAULTS, false);
        assertThat(said()).contains("CN=client").doesNotContain("vip.example.com");
    }

    /** What the certificates of server and client say, but for when. */
    private static List<String> said() {
        CredentialDirectory directory = CredentialDirectory.at(cluster.first().credentials());
        return Stream.of(directory.read().server(), directory.read().client())
                .map(keyed -> CertificateSummary.of(keyed.certificate()))
                .flatMap(certificate -> Stream.of(
                        Stream.of(certificate.subject().split("(?<!\\\\),", -1)),
                        Stream.of(
                                certificate.key(),
                                Duration.between(certificate.notBefore(), certificate.notAfter())
                                        .toString()),
                        certificate.names().stream().sorted()))
                .flatMap(parts -> parts)
                .toList();
    }

    @Test
    void certifiesTheHostsThatClientsCall() {
        Path conf = cluster.first().gatewayConf();
        String port = cluster.endpoints().get(0).replaceFirst(".*:", "");
        OperatedMember.write(
                conf,
                OperatedMember.read(conf).replace("etcd_hosts = '", "etcd_hosts = 'etcd.example.com:" + port + " "));
        enable();

        assertThat(said()).contains("etcd.example.com");
        assertThat(procedures.status().inconsistencies()).isEmpty();

        OperatedMember.write(conf, OperatedMember.read(conf).replace("etcd.example.com", "moved.example.com"));
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.ON);
        assertThat(procedures.status().inconsistencies())
                .singleElement()
                .asString()
                .contains("gateway.conf' names moved.example.com, which no server certificate does");
        procedures.rotate(UnaryOperator.identity(), false);
        assertThat(procedures.status().inconsistencies()).isEmpty();
    }

    @Test
    void doesNotTakeCredentialsThatClientsWouldRefuse() {
        Path conf = cluster.first().gatewayConf();
        procedures.create(cluster.deployment(), IssueSettings.DEFAULTS);
        OperatedMember.write(
                conf, OperatedMember.read(conf).replace("etcd_hosts = '", "etcd_hosts = 'etcd.example.com:2379 "));

        assertThatThrownBy(() -> procedures.enable(cluster.deployment(), IssueSettings.DEFAULTS, true, Flow.OFFLINE))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("clients call m1 etcd.example.com, which the certificate in")
                .hasMessageContaining("--san");
        cluster.access().await(cluster.endpoints().get(0), Transport.PLAIN);
    }

    @Test
    void canBeAskedForTheStatusWhileACommandIsAtWork() {
        List<DeploymentStatus> seen = new ArrayList<>();
        CredentialProcedures watched = cluster.procedures(text -> {
            if (text.startsWith("step 3")) {
                seen.add(procedures.status());
                assertThatThrownBy(this::enable).hasMessageContaining("another command is at work here (process ");
            }
        });
        watched.enable(cluster.deployment(), IssueSettings.DEFAULTS, false, Flow.OFFLINE);

        assertThat(seen).singleElement().satisfies(status -> {
            assertThat(status.state()).isEqualTo(EncryptionState.HALF);
            assertThat(status.inconsistencies())
                    .anyMatch(sentence -> sentence.contains("'enable' of ")
                            && sentence.contains("is at work (process "
                                    + ProcessHandle.current().pid() + "), at its step 3"));
        });
        assertThat(procedures.status().state()).isEqualTo(EncryptionState.ON);
    }

    @Test
    void writesNoKeyIntoTheJournal() {
        enable();
        procedures.rotate(UnaryOperator.identity(), false);
        procedures.rollback(Flow.OFFLINE);

        assertThat(OperatedMember.read(cluster.state().resolve("journal.jsonl"))
                        .lines()
                        .toList())
                .hasSizeGreaterThan(20)
                .noneMatch(line -> line.contains("PRIVATE KEY") || line.contains("MII") || line.contains("MIG"));
        assertThat(List.of(cluster.state().toFile().list())).containsExactlyInAnyOrder("journal.jsonl", "lock");
    }
}
