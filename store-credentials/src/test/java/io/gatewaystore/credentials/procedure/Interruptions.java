package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.journal.Interruption;
import io.gatewaystore.credentials.procedure.InterruptedCommand.Recovery;
import io.gatewaystore.credentials.status.EncryptionState;
import java.time.Clock;
import java.util.function.Consumer;

/** Ends commands on a deployment on their way, and goes on, or back. */
final class Interruptions {

    private final OperatedCluster cluster;
    private final Flow flow;

    Interruptions(OperatedCluster cluster, Flow flow) {
        this.cluster = cluster;
        this.flow = flow;
    }

    static String how(Flow flow) {
        return flow == Flow.ROLLING ? ", one by one," : ", all at once,";
    }

    void enable(CredentialProcedures procedures) {
        procedures.enable(cluster.deployment(), IssueSettings.DEFAULTS, false, flow);
    }

    void rollback(CredentialProcedures procedures) {
        procedures.rollback(flow);
    }

    void recover(Recovery recovery) {
        CredentialProcedures procedures = cluster.procedures();
        Deployment deployment = cluster.deployment();
        switch (recovery) {
            case COMPLETE -> procedures.repair(deployment, Intent.COMPLETE);
            case UNDO -> procedures.repair(deployment, Intent.UNDO);
            case ROLLBACK -> procedures.rollback(deployment, flow);
        }
    }

    /** All on, or all off, with the data, and with nothing left of what only a command under way needs. */
    EncryptionState assertClean() {
        DeploymentStatus status = cluster.procedures().status(cluster.deployment());
        assertThat(status.state()).as("%s", status).isIn(EncryptionState.ON, EncryptionState.OFF);
        boolean on = status.state() == EncryptionState.ON;
        cluster.awaitAll(on ? Transport.MUTUAL_TLS : Transport.PLAIN);
        cluster.assertDataIsIntact(on);
        if (on) {
            assertThat(status.inconsistencies()).isEmpty();
        } else {
            assertThat(cluster.changedFiles()).isEmpty();
        }
        cluster.assertNothingIsLeft();
        return status.state();
    }

    void bringTo(EncryptionState wanted) {
        if (state() == wanted) {
            return;
        }
        if (wanted == EncryptionState.ON) {
            enable(cluster.procedures());
        } else {
            rollback(cluster.procedures());
        }
    }

    EncryptionState state() {
        return cluster.procedures().status(cluster.deployment()).state();
    }

    void interrupt(Consumer<CredentialProcedures> command, Interruption interruption) {
        CredentialProcedures procedures =
                new CredentialProcedures(cluster.state(), Clock.systemUTC(), text -> {}, interruption);
        assertThatThrownBy(() -> command.accept(procedures)).isInstanceOf(HaltException.class);
    }
}
