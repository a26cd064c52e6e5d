package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.credentials.status.EncryptionState;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A command that begins with a whole deployment that is on, or off. */
final class DeploymentCommand extends InterruptedCommand {

    private final Interruptions interruptions;
    private final EncryptionState from;
    private final boolean rolling;
    private final Consumer<CredentialProcedures> command;

    private DeploymentCommand(
            String name,
            OperatedCluster cluster,
            Flow flow,
            EncryptionState from,
            boolean rolling,
            Consumer<CredentialProcedures> command) {
        super(name, cluster);
        this.interruptions = new Interruptions(cluster, flow);
        this.from = from;
        this.rolling = rolling;
        this.command = command;
    }

    static DeploymentCommand enable(OperatedCluster cluster, Flow flow) {
        return new DeploymentCommand(
                "enable" + Interruptions.how(flow),
                cluster,
                flow,
                EncryptionState.OFF,
                flow == Flow.ROLLING,
                new Interruptions(cluster, flow)::enable);
    }

    static DeploymentCommand rollback(OperatedCluster cluster, Flow flow) {
        return new DeploymentCommand(
                "rollback" + Interruptions.how(flow),
                cluster,
                flow,
                EncryptionState.ON,
                flow == Flow.ROLLING,
                new Interruptions(cluster, flow)::rollback);
    }

    /** No member is restarted, or one after the other. */
    static DeploymentCommand rotate(OperatedCluster cluster, boolean newAuthority) {
        return new DeploymentCommand(
                newAuthority ? "rotate --new-ca" : "rotate",
                cluster,
                Flow.OFFLINE,
                EncryptionState.ON,
                !newAuthority || cluster.members().size() > 1,
                procedures -> procedures.rotate(UnaryOperator.identity(), newAuthority));
    }

    @Override
    void prepare() {
        interruptions.bringTo(from);
    }

    @Override
    boolean isAtHand() {
        return interruptions.state() == from;
    }

    @Override
    void run(CredentialProcedures procedures) {
        command.accept(procedures);
    }

    @Override
    void recover(Recovery recovery) {
        interruptions.recover(recovery);
    }

    @Override
    void assertSound(Recovery recovery) {
        EncryptionState state = interruptions.assertClean();
        if (recovery == Recovery.ROLLBACK) {
            assertThat(state).isEqualTo(EncryptionState.OFF);
        }
    }

    @Override
    boolean isRolling() {
        return rolling;
    }
}
