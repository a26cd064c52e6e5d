package io.gatewaystore.credentials.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.gatewaystore.credentials.config.FileEdit;
import java.time.Instant;

/**
 * One line of the journal. None holds a secret.
 *
 * <p>Immutable.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "record")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalRecord.Began.class, name = "began"),
    @JsonSubTypes.Type(value = JournalRecord.Replanned.class, name = "replanned"),
    @JsonSubTypes.Type(value = JournalRecord.StepBegan.class, name = "step-began"),
    @JsonSubTypes.Type(value = JournalRecord.StepEnded.class, name = "step-ended"),
    @JsonSubTypes.Type(value = JournalRecord.Edits.class, name = "edits"),
    @JsonSubTypes.Type(value = JournalRecord.TookBack.class, name = "took-back"),
    @JsonSubTypes.Type(value = JournalRecord.Did.class, name = "did"),
    @JsonSubTypes.Type(value = JournalRecord.Ended.class, name = "ended")
})
public sealed interface JournalRecord {

    /**
     * In which direction a step is taken.
     *
     * <p>Immutable.
     */
    enum Direction {
        /** Towards what the command is for. */
        FORWARD,
        /** Back to what was before. */
        BACKWARD
    }

    /**
     * A command begins.
     *
     * <p>Immutable.
     *
     * @param run its name, different for each run
     * @param at when
     * @param command which command
     * @param plan all that it is going to do, in whatever form the command gives it
     */
    record Began(String run, Instant at, String command, JsonNode plan) implements JournalRecord {}

    /**
     * The command goes on by another plan, of the same steps.
     *
     * <p>Immutable.
     *
     * @param plan in the form of the one before
     */
    record Replanned(JsonNode plan) implements JournalRecord {}

    /**
     * A step begins. Until it has ended, it may be done in part.
     *
     * <p>Immutable.
     *
     * @param step its number in the plan, from 0
     * @param direction in which direction
     */
    record StepBegan(int step, Direction direction) implements JournalRecord {}

    /**
     * A step has ended.
     *
     * <p>Immutable.
     *
     * @param step its number in the plan, from 0
     * @param direction in which direction
     */
    record StepEnded(int step, Direction direction) implements JournalRecord {}

    /**
     * A file is about to be changed.
     *
     * <p>Immutable.
     *
     * @param step the step that changes it; -1 if another command has changed it before, of which the journal is lost
     * @param file the file
     * @param edit the change
     * @param takesBack whether it takes the newest change back that stands, instead of adding to it. Until the command has ended, both are kept:
     *     to undo the command is to take this one back
     */
    record Edits(int step, FileOfMember file, FileEdit edit, boolean takesBack) implements JournalRecord {}

    /**
     * The newest change of a file is undone, and is as if it had not been made.
     *
     * <p>Immutable.
     *
     * @param file the file
     */
    record TookBack(FileOfMember file) implements JournalRecord {}

    /**
     * Something else was done within a step.
     *
     * <p>Immutable.
     *
     * @param what a sentence for people
     */
    record Did(String what) implements JournalRecord {}

    /**
     * A command has ended and nothing of it is left half done.
     *
     * <p>Immutable.
     *
     * @param direction whether it was done or taken back
     */
    record Ended(Direction direction) implements JournalRecord {}
}
