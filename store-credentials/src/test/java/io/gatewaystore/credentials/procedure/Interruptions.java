package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.journal.Interruption;
import io.gatewaystore.credentials.status.EncryptionState;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Ends commands at every moment at which something is on the disk that was not before, and has them go on, or back. */
final class Interruptions {

    /** How an operator goes on after an interruption. */
    enum Recovery {
        COMPLETE,
        UNDO,
        ROLLBACK
    }

    private final OperatedCluster cluster;
    private final Flow flow;

    Interruptions(OperatedCluster cluster, Flow flow) {
        this.cluster = cluster;
        this.flow = flow;
    }

    Consumer<CredentialProcedures> enable() {
        return procedures -> procedures.enable(cluster.deployment(), IssueSettings.DEFAULTS, false, flow);
    }

    Consumer<CredentialProcedures> rotate(boolean newAuthority) {
        return procedures -> procedures.rotate(UnaryOperator.identity(), newAuthority);
    }

    Consumer<CredentialProcedures> rollback() {
        return procedures -> procedures.rollback(flow);
    }

    /** At how many moments a command can be ended, found out by running it. */
    int moments(Consumer<CredentialProcedures> command) {
        HaltException.AtMoment never = HaltException.AtMoment.never();
        command.accept(procedures(never));
        return never.passed();
    }

    void interrupt(Consumer<CredentialProcedures> command, int moment) {
        CredentialProcedures procedures = procedures(new HaltException.AtMoment(moment));
        assertThatThrownBy(() -> command.accept(procedures)).isInstanceOf(HaltException.class);
    }

    private CredentialProcedures procedures(Interruption interruption) {
        return new CredentialProcedures(cluster.state(), Clock.systemUTC(), text -> {}, interruption);
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

    /** While members are taken over one by one, the cluster serves. */
    void assertThereIsAWayIn() {
        long open = cluster.endpoints().stream()
                .filter(endpoint -> cluster.access().answers(endpoint, Transport.OTHER))
                .count();
        assertThat(open)
                .as("members that can be reached")
                .isGreaterThan(cluster.endpoints().size() / 2);
    }

    void bringTo(EncryptionState wanted) {
        if (cluster.procedures().status(cluster.deployment()).state() == wanted) {
            return;
        }
        (wanted == EncryptionState.ON ? enable() : rollback()).accept(cluster.procedures());
    }
}
