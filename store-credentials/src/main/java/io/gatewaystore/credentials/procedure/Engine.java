package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.journal.Journal;
import io.gatewaystore.credentials.journal.JournalRecord;
import io.gatewaystore.credentials.journal.JournalRecord.Direction;
import java.util.List;
import java.util.stream.Collectors;

/** Takes the steps of a plan, forward or backward, with a record in the journal before and after each. */
final class Engine {

    private final Run run;
    private final String command;
    private final List<Step> steps;
    private final Journal journal;

    Engine(Run run, String command, List<Step> steps, Journal journal) {
        this.run = run;
        this.command = command;
        this.steps = steps;
        this.journal = journal;
    }

    /** Takes the steps from one on to the end. If one fails, all that were taken are undone, unless it is one without a way back. */
    void complete(int first) {
        for (int i = first; i < steps.size(); i++) {
            try {
                take(i, Direction.FORWARD);
            } catch (RuntimeException failure) {
                giveUp(i, failure);
            }
        }
        end(Direction.FORWARD);
    }

    /** Undoes a step, which may have been taken in part, and those before it. */
    void undo(int last) {
        for (int i = last; i >= 0; i--) {
            take(i, Direction.BACKWARD);
        }
        end(Direction.BACKWARD);
    }

    /** The same for whoever ends an interrupted command. */
    void undoInterrupted(int last) {
        try {
            undo(last);
        } catch (RuntimeException e) {
            throw new ProcedureFailedException(
                    "undoing the interrupted " + command + " failed: " + e.getMessage() + "\nLeft: " + left() + ". "
                            + goOn(),
                    false,
                    e);
        }
    }

    private void end(Direction direction) {
        run.bundles().remove();
        journal.add(new JournalRecord.Ended(direction));
    }

    private void take(int number, Direction direction) {
        Step step = steps.get(number);
        run.say((direction == Direction.FORWARD ? "step " : "undoing step ") + (number + 1) + " of " + steps.size()
                + ": " + step.describe());
        run.enter(number);
        journal.add(new JournalRecord.StepBegan(number, direction));
        if (direction == Direction.FORWARD) {
            step.forward(run);
        } else {
            step.backward(run);
        }
        journal.add(new JournalRecord.StepEnded(number, direction));
    }

    private void giveUp(int number, RuntimeException failure) {
        String what = command + " failed at step " + (number + 1) + " of " + steps.size() + " ("
                + steps.get(number).describe() + "): " + failure.getMessage();
        if (!steps.get(number).undoable()) {
            throw new ProcedureFailedException(
                    what + "\nAll steps before it are done and it has no way back. " + goOn(), false, failure);
        }
        run.say("failed: " + failure.getMessage());
        try {
            undo(number);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
            throw new ProcedureFailedException(
                    what + "\nPutting everything back failed too: " + second.getMessage() + "\nLeft: " + left() + ". "
                            + goOn(),
                    false,
                    failure);
        }
        throw new ProcedureFailedException(
                what + "\nEverything was put back, and the configuration from before is in force." + warnings(),
                true,
                failure);
    }

    /** A failure has no report that would show them. */
    private String warnings() {
        return run.warnings().stream().map(warning -> "\nBut: " + warning).collect(Collectors.joining());
    }

    private String goOn() {
        return "To go on, run '" + Words.repair(run.state())
                + "'; to put everything back, the same with --undo; to turn TLS"
                + " off from whatever stands, '" + Words.rollback(run.state())
                + "'. If it was a stop or start command that"
                + " is wrong, name the files as at the beginning, with the right one.";
    }

    /** What is still to be undone. */
    private String left() {
        return journal.openRun()
                .map(open -> steps.subList(0, Math.min(steps.size(), open.next() + 1)).stream()
                        .map(Step::describe)
                        .reduce((one, other) -> one + "; " + other)
                        .orElse("nothing"))
                .orElse("nothing");
    }
}
