package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.status.EncryptionState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;

/** A repair of half a state that no interrupted command accounts for. */
final class HalfStateRepair extends InterruptedCommand {

    /** How such a state comes about. */
    enum Half {
        /** An upgrade has reset the configuration of one etcd, which serves plaintext since. */
        CONFIGURATION_RESET(EncryptionState.ON, Intent.COMPLETE) {
            @Override
            void make(OperatedCluster cluster, Interruptions interruptions, Flow flow) {
                OperatedMember reset = cluster.members().get(cluster.members().size() - 1);
                reset.stop();
                reset.restoreConfig();
                reset.start();
                cluster.access().await(reset.endpoint(), Transport.PLAIN);
            }
        },
        /** A command was interrupted, and then its journal was lost: while all are down, or while all serve both. */
        JOURNAL_LOST(EncryptionState.OFF, Intent.UNDO) {
            @Override
            void make(OperatedCluster cluster, Interruptions interruptions, Flow flow) {
                int far = flow == Flow.ROLLING ? cluster.members().size() + 1 : 1;
                interruptions.interrupt(interruptions::enable, () -> {
                    if (cluster.changedFiles().size() == far) {
                        throw new HaltException();
                    }
                });
                try {
                    Files.delete(cluster.state().resolve("journal.jsonl"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };

        private final EncryptionState from;
        private final Intent likely;

        Half(EncryptionState from, Intent likely) {
            this.from = from;
            this.likely = likely;
        }

        /** What most would want of it. */
        Intent likelyIntent() {
            return likely;
        }

        abstract void make(OperatedCluster cluster, Interruptions interruptions, Flow flow);
    }

    private final OperatedCluster cluster;
    private final Flow flow;
    private final Interruptions interruptions;
    private final Half half;
    private final Intent intent;

    HalfStateRepair(OperatedCluster cluster, Flow flow, Half half, Intent intent) {
        super(
                "repair --" + intent.name().toLowerCase(Locale.ROOT) + " of a "
                        + half.name().toLowerCase(Locale.ROOT).replace('_', ' ') + Interruptions.how(flow),
                cluster);
        this.cluster = cluster;
        this.flow = flow;
        this.interruptions = new Interruptions(cluster, flow);
        this.half = half;
        this.intent = intent;
    }

    @Override
    void prepare() {
        interruptions.bringTo(half.from);
        half.make(cluster, interruptions, flow);
    }

    @Override
    boolean isAtHand() {
        return interruptions.state() == half.from;
    }

    @Override
    void run(CredentialProcedures procedures) {
        procedures.repair(cluster.deployment(), intent);
    }

    @Override
    void recover(Recovery recovery) {
        interruptions.recover(recovery);
    }

    /** To undo a repair is to be back at what it was to repair, which can be done again. */
    @Override
    void assertSound(Recovery recovery) {
        if (interruptions.state() == EncryptionState.HALF) {
            run(cluster.procedures());
        }
        interruptions.assertClean();
    }

    @Override
    boolean isRolling() {
        return cluster.members().size() > 1 && (half == Half.CONFIGURATION_RESET || flow == Flow.ROLLING);
    }
}
