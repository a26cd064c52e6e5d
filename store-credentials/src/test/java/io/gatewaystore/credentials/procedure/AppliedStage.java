package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.proof.MemberAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One stage of turning TLS on by hand, on the host of the first member. The others stay as they were. */
final class AppliedStage extends InterruptedCommand {

    private final OperatedCluster cluster;
    private final OperatedMember member;
    private final ApplyStage stage;
    private final Path bundles;

    AppliedStage(OperatedCluster cluster, ApplyStage stage) {
        super("apply --stage " + stage.name().toLowerCase(Locale.ROOT), cluster);
        this.cluster = cluster;
        this.member = cluster.first();
        this.stage = stage;
        this.bundles = cluster.root().resolve("bundles-to-carry");
    }

    @Override
    void prepare() {
        if (!Files.exists(bundles)) {
            cluster.procedures().bundle(issuedElsewhere(), IssueSettings.DEFAULTS, bundles);
        }
        if (stage == ApplyStage.OFFLINE) {
            cluster.members().forEach(OperatedMember::stop);
            OperatedCluster.restore(member);
            return;
        }
        member.stop();
        OperatedCluster.restore(member);
        member.start();
        cluster.awaitAll(Transport.PLAIN);
        List.of(ApplyStage.BOTH, ApplyStage.CONSUMERS, ApplyStage.TLS).stream()
                .filter(before -> before.compareTo(stage) < 0)
                .forEach(before -> host().apply(bundle(), before));
    }

    private Deployment issuedElsewhere() {
        Deployment own = cluster.deploymentWithEndpoints();
        return new Deployment(
                own.members(),
                cluster.root().resolve("issued-elsewhere"),
                List.of(),
                own.stop(),
                own.start(),
                own.onNode(),
                own.storectl(),
                own.commandSeconds(),
                own.answerSeconds());
    }

    private Path bundle() {
        return bundles.resolve(member.name());
    }

    private CredentialProcedures host() {
        return CredentialProcedures.ofBundle(bundle(), Clock.systemUTC(), text -> {});
    }

    @Override
    boolean isAtHand() {
        return true;
    }

    @Override
    Path state() {
        return member.credentials().resolveSibling(member.credentials().getFileName() + "-state");
    }

    @Override
    void run(CredentialProcedures procedures) {
        procedures.apply(bundle(), stage);
    }

    @Override
    void recover(Recovery recovery) {
        switch (recovery) {
            case COMPLETE -> host().repair(Intent.COMPLETE);
            case UNDO -> host().repair(Intent.UNDO);
            case ROLLBACK -> host().rollback(Flow.OFFLINE);
        }
    }

    @Override
    void assertSound(Recovery recovery) {
        cluster.members().forEach(OperatedMember::start);
        Transport transport = transport(recovery);
        new MemberAccess(
                        CredentialDirectory.at(member.credentials()).clientPaths(),
                        Duration.ofSeconds(OperatedCluster.ANSWER_SECONDS))
                .await(member.endpoint(), transport);
        OperatedCluster.assertDataIsIntact(StoreConfig.builder()
                .environment(Map.of())
                .configFile(member.gatewayConf())
                .etcdHosts(member.endpoint())
                .build());
        if (recovery == Recovery.ROLLBACK) {
            // Where members are not started by the command, it removes the credentials when they are.
            host().rollback(Flow.OFFLINE);
        }
        assertThat(Files.exists(member.credentials())).isEqualTo(transport != Transport.PLAIN);
        assertThat(host().status().inconsistencies()).noneMatch(sentence -> sentence.contains("interrupted"));
    }

    private Transport transport(Recovery recovery) {
        if (recovery == Recovery.ROLLBACK) {
            return Transport.PLAIN;
        }
        boolean done = recovery == Recovery.COMPLETE;
        return switch (stage) {
            case OFFLINE -> done ? Transport.MUTUAL_TLS : Transport.PLAIN;
            case BOTH -> done ? Transport.BOTH : Transport.PLAIN;
            case CONSUMERS -> Transport.BOTH;
            case TLS -> done ? Transport.MUTUAL_TLS : Transport.BOTH;
        };
    }

    @Override
    boolean isRolling() {
        return stage != ApplyStage.OFFLINE && cluster.members().size() > 1;
    }
}
