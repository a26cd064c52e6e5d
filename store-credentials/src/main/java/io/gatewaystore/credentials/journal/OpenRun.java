package io.gatewaystore.credentials.journal;

import io.gatewaystore.credentials.journal.JournalRecord.Direction;

/**
 * A command that was interrupted, or is under way.
 *
 * <p>Immutable.
 *
 * @param began how it began
 * @param next the step to go on with: all before it are done, none after it is
 * @param inPart whether that step may be done in part
 * @param direction where the command was going
 */
public record OpenRun(JournalRecord.Began began, int next, boolean inPart, Direction direction) {

    OpenRun by(JournalRecord.Began other) {
        return new OpenRun(other, next, inPart, direction);
    }

    OpenRun after(JournalRecord.StepBegan step) {
        return new OpenRun(began, step.step(), true, step.direction());
    }

    OpenRun after(JournalRecord.StepEnded step) {
        int following = step.direction() == Direction.FORWARD ? step.step() + 1 : step.step();
        return new OpenRun(began, following, false, step.direction());
    }
}
