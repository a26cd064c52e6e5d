package io.gatewaystore.credentials.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the records of a journal come to. */
final class JournalState {

    private final Map<FileOfMember, Deque<RecordedEdit>> edits = new HashMap<>();
    private @Nullable OpenRun open;
    private JournalRecord.@Nullable Began last;

    void add(JournalRecord entry) {
        if (entry instanceof JournalRecord.Began began) {
            last = began;
            open = new OpenRun(began, 0, false, JournalRecord.Direction.FORWARD);
        } else if (entry instanceof JournalRecord.StepBegan step) {
            open = underWay().after(step);
        } else if (entry instanceof JournalRecord.StepEnded step) {
            open = underWay().after(step);
        } else if (entry instanceof JournalRecord.Edits edit) {
            edits.computeIfAbsent(edit.file(), file -> new ArrayDeque<>())
                    .push(new RecordedEdit(underWay().began().run(), edit.step(), edit.edit()));
        } else if (entry instanceof JournalRecord.TookBack file) {
            Optional.ofNullable(edits.get(file.file())).ifPresent(Deque::poll);
        } else if (entry instanceof JournalRecord.Ended) {
            open = null;
        }
    }

    private OpenRun underWay() {
        return Objects.requireNonNull(open, "a step without a command");
    }

    Optional<OpenRun> open() {
        return Optional.ofNullable(open);
    }

    Optional<JsonNode> lastPlan() {
        return Optional.ofNullable(last).map(JournalRecord.Began::plan);
    }

    List<RecordedEdit> edits(FileOfMember file) {
        return List.copyOf(edits.getOrDefault(file, new ArrayDeque<>()));
    }
}
