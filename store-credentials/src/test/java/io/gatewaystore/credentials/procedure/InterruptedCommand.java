package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.internal.Json;
import io.gatewaystore.credentials.journal.Interruption;
import io.gatewaystore.credentials.journal.JournalRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A command that is ended on its way again and again, and what is to hold of it each time. */
abstract class InterruptedCommand {

    /** How an operator goes on after an interruption. */
    enum Recovery {
        COMPLETE,
        UNDO,
        ROLLBACK
    }

    private final String name;
    private final OperatedCluster cluster;
    private Map<Path, String> outcome = Map.of();

    InterruptedCommand(String name, OperatedCluster cluster) {
        this.name = name;
        this.cluster = cluster;
    }

    /** Leads to where the command begins, from wherever the last one has ended. */
    abstract void prepare();

    /** Whether the deployment is where {@link #prepare} would have to lead it first. */
    abstract boolean isAtHand();

    abstract void run(CredentialProcedures procedures);

    abstract void recover(Recovery recovery);

    /** What is to hold when the command is complete, or after another recovery, beside the bytes of the files: who answers how, and that nothing is left of the command. */
    abstract void assertSound(Recovery recovery);

    /** Whether members are taken one by one, so that the cluster serves all the time. */
    abstract boolean isRolling();

    /** Where the journal of the command is. */
    Path state() {
        return cluster.state();
    }

    /** Runs from beginning to end, as it is to. The answer is what was written into the journal meanwhile. */
    List<JournalRecord> rehearse() {
        prepare();
        int before = records().size();
        run(procedures(Interruption.NONE));
        outcome = cluster.files();
        assertSound(Recovery.COMPLETE);
        List<JournalRecord> all = records();
        return all.subList(before, all.size());
    }

    void endAt(int moment, Recovery recovery) {
        prepare();
        Map<Path, String> before = cluster.files();
        CredentialProcedures procedures = procedures(new HaltException.AtMoment(moment));
        assertThatThrownBy(() -> run(procedures)).isInstanceOf(HaltException.class);
        if (isRolling()) {
            assertThereIsAWayIn();
        }
        recover(recovery);
        switch (recovery) {
            case COMPLETE -> assertThat(cluster.files()).isEqualTo(outcome);
            // The last steps of some commands have no way back.
            case UNDO -> assertThat(cluster.files()).isIn(before, outcome);
            case ROLLBACK -> assertThat(cluster.changedFiles()).isEmpty();
        }
        assertSound(recovery);
    }

    /** A quorum can be reached, in plaintext or over mutual TLS. It may have lost its leader a moment ago. */
    private void assertThereIsAWayIn() {
        List<String> endpoints = cluster.endpoints();
        Awaitility.await("members that can be reached")
                .atMost(Duration.ofSeconds(OperatedCluster.ANSWER_SECONDS))
                .until(() -> endpoints.stream()
                                .filter(endpoint -> cluster.access().answers(endpoint, Transport.OTHER))
                                .count()
                        > endpoints.size() / 2);
    }

    CredentialProcedures procedures(Interruption interruption) {
        return new CredentialProcedures(state(), Clock.systemUTC(), text -> {}, interruption);
    }

    private List<JournalRecord> records() {
        Path journal = state().resolve("journal.jsonl");
        List<JournalRecord> records = new ArrayList<>();
        try {
            for (String line : Files.exists(journal) ? Files.readAllLines(journal) : List.<String>of()) {
                records.add(Json.read(line, JournalRecord.class));
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError("the journal '" + journal + "'", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return records;
    }

    @Override
    public final String toString() {
        return name;
    }
}
