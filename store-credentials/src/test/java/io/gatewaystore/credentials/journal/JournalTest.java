package io.gatewaystore.credentials.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gatewaystore.credentials.CredentialException;
import io.gatewaystore.credentials.config.FileEdit;
import io.gatewaystore.credentials.host.HostRequest.Role;
import io.gatewaystore.credentials.journal.JournalRecord.Direction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final JournalRecord BEGAN = new JournalRecord.Began(
            "run",
            Instant.EPOCH,
            "enable",
            JsonNodeFactory.instance.objectNode().put("steps", 3));
    private static final FileOfMember FILE = new FileOfMember("m1", Role.ETCD, "/etc/etcd.yml");

    @TempDir
    private Path directory;

    private Journal open() {
        return Journal.open(directory, Interruption.NONE);
    }

    private OpenRun after(JournalRecord... records) {
        try (Journal journal = open()) {
            for (JournalRecord each : records) {
                journal.add(each);
            }
        }
        try (Journal journal = open()) {
            return journal.openRun().orElseThrow();
        }
    }

    @Test
    void knowsTheStepThatWasInterrupted() {
        OpenRun run = after(
                BEGAN,
                new JournalRecord.StepBegan(0, Direction.FORWARD),
                new JournalRecord.StepEnded(0, Direction.FORWARD),
                new JournalRecord.StepBegan(1, Direction.FORWARD));

        assertThat(run.next()).isEqualTo(1);
        assertThat(run.inPart()).isTrue();
        assertThat(run.began()).isEqualTo(BEGAN);
    }

    @Test
    void knowsHowFarTheWayBackWas() {
        OpenRun run = after(
                BEGAN,
                new JournalRecord.StepBegan(2, Direction.FORWARD),
                new JournalRecord.StepBegan(2, Direction.BACKWARD),
                new JournalRecord.StepEnded(2, Direction.BACKWARD));

        assertThat(run.next()).isEqualTo(2);
        assertThat(run.inPart()).isFalse();
        assertThat(run.direction()).isEqualTo(Direction.BACKWARD);
    }

    @Test
    void keepsTheChangesOfAFileUntilTheyAreTakenBackEvenAfterTheCommand() {
        FileEdit first = new FileEdit("/etc/etcd.yml", "a", "b", List.of());
        FileEdit second = new FileEdit("/etc/etcd.yml", "b", "c", List.of());
        try (Journal journal = open()) {
            journal.add(BEGAN);
            journal.add(new JournalRecord.Edits(0, FILE, first, false));
            journal.add(new JournalRecord.Edits(1, FILE, second, false));
            journal.add(new JournalRecord.Ended(Direction.FORWARD));
        }
        try (Journal journal = open()) {
            assertThat(journal.openRun()).isEmpty();
            assertThat(journal.edits(FILE)).extracting(RecordedEdit::edit).containsExactly(second, first);
            journal.add(new JournalRecord.TookBack(FILE));
            assertThat(journal.edits(FILE)).extracting(RecordedEdit::edit).containsExactly(first);
        }
    }

    @Test
    void keepsWhatTakesAChangeBackUntilTheCommandHasEnded() {
        FileEdit change = new FileEdit("/etc/etcd.yml", "a", "b", List.of());
        FileEdit back = new FileEdit("/etc/etcd.yml", "b", "a", List.of());
        try (Journal journal = open()) {
            journal.add(BEGAN);
            journal.add(new JournalRecord.Edits(0, FILE, change, false));
            journal.add(new JournalRecord.Edits(1, FILE, back, true));
            assertThat(journal.edits(FILE)).isEmpty();
            assertThat(journal.changes(FILE)).extracting(RecordedEdit::edit).containsExactly(back, change);

            journal.add(new JournalRecord.TookBack(FILE));
            assertThat(journal.edits(FILE)).extracting(RecordedEdit::edit).containsExactly(change);

            journal.add(new JournalRecord.Edits(1, FILE, back, true));
            journal.add(new JournalRecord.Ended(Direction.FORWARD));
            assertThat(journal.changes(FILE)).isEmpty();
        }
    }

    @Test
    void forgetsARecordThatWasNotWrittenToItsEnd() throws Exception {
        after(BEGAN);
        Files.writeString(directory.resolve("journal.jsonl"), "{\"record\":\"ended\"", StandardOpenOption.APPEND);

        assertThat(after(new JournalRecord.StepBegan(0, Direction.FORWARD)).inPart())
                .isTrue();
        assertThat(Files.readAllLines(directory.resolve("journal.jsonl"))).hasSize(2);
    }

    @Test
    void namesALineThatCannotBeUnderstood() throws Exception {
        after(BEGAN);
        Files.writeString(directory.resolve("journal.jsonl"), "not a record\n", StandardOpenOption.APPEND);

        assertThatThrownBy(this::open)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("line 2 of the journal")
                .hasMessageContaining("repair");
    }

    @Test
    void letsInOneCommandAtATime() {
        try (Journal journal = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(CredentialException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            journal.add(BEGAN);
        }
        open().close();
    }
}
