package io.gatewaystore.credentials.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the records of a journal come to. */
final class JournalState {

    /** The newest first; of commands that have ended, only what stands. */
    private final Map<FileOfMember, Deque<RecordedEdit>> changes = new HashMap<>();

    private @Nullable OpenRun open;
    private final Deque<JsonNode> plans = new ArrayDeque<>();

    void add(JournalRecord entry) {
        if (entry instanceof JournalRecord.Began began) {
            plans.push(began.plan());
            open = new OpenRun(began, 0, false, JournalRecord.Direction.FORWARD);
        } else if (entry instanceof JournalRecord.Replanned other) {
            JournalRecord.Began began = underWay().began();
            plans.push(other.plan());
            open = underWay().by(new JournalRecord.Began(began.run(), began.at(), began.command(), other.plan()));
        } else if (entry instanceof JournalRecord.StepBegan step) {
            open = underWay().after(step);
        } else if (entry instanceof JournalRecord.StepEnded step) {
            open = underWay().after(step);
        } else if (entry instanceof JournalRecord.Edits edit) {
            changes.computeIfAbsent(edit.file(), file -> new ArrayDeque<>())
                    .push(new RecordedEdit(underWay().began().run(), edit.step(), edit.edit(), edit.takesBack()));
        } else if (entry instanceof JournalRecord.TookBack file) {
            Optional.ofNullable(changes.get(file.file())).ifPresent(Deque::poll);
        } else if (entry instanceof JournalRecord.Ended) {
            open = null;
            changes.replaceAll((file, all) -> new ArrayDeque<>(standing(all)));
        }
    }

    private OpenRun underWay() {
        return Objects.requireNonNull(open, "a step without a command");
    }

    Optional<OpenRun> open() {
        return Optional.ofNullable(open);
    }

    List<JsonNode> plans() {
        return List.copyOf(plans);
    }

    List<RecordedEdit> changes(FileOfMember file) {
        return List.copyOf(changes.getOrDefault(file, new ArrayDeque<>()));
    }

    List<RecordedEdit> edits(FileOfMember file) {
        return standing(changes(file));
    }

    private static List<RecordedEdit> standing(Iterable<RecordedEdit> newestFirst) {
        List<RecordedEdit> standing = new ArrayList<>();
        int takenBack = 0;
        for (RecordedEdit each : newestFirst) {
            if (each.takesBack()) {
                takenBack++;
            } else if (takenBack > 0) {
                takenBack--;
            } else {
                standing.add(each);
            }
        }
        return standing;
    }
}
