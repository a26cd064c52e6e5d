package io.gatewaystore.testkit.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Leaves out steps as long as the rest still fails. Not thread-safe. */
final class Shrinker {

    private final Function<List<Step>, Optional<DifferenceException>> replay;
    private final long start = System.nanoTime();
    private final Duration patience;
    private List<Step> steps;
    private DifferenceException difference;

    /**
     * Begins with a run that failed.
     *
     * @param steps its steps
     * @param difference how it failed
     * @param patience how long to try
     * @param replay takes steps anew, on stores with nothing in them
     */
    Shrinker(
            List<Step> steps,
            DifferenceException difference,
            Duration patience,
            Function<List<Step>, Optional<DifferenceException>> replay) {
        this.steps = steps.subList(0, difference.step() + 1);
        this.difference = difference;
        this.patience = patience;
        this.replay = replay;
    }

    /** The steps that are left. */
    List<Step> steps() {
        return steps;
    }

    /** How they fail. */
    DifferenceException difference() {
        return difference;
    }

    /**
     * Makes the steps as few as there is time for.
     *
     * @return false if the same steps did not fail again, so that nothing can be learnt by leaving some out
     */
    boolean shrink() {
        if (!keepIfItFails(steps)) {
            return false;
        }
        int size;
        do {
            size = steps.size();
            for (int chunk = Math.max(1, steps.size() / 2); chunk > 0; chunk /= 2) {
                leaveOut(chunk);
            }
        } while (steps.size() < size && hasTime());
        simplifyTransactions();
        return true;
    }

    private void leaveOut(int chunk) {
        for (int end = steps.size(); end > 0 && hasTime(); end = Math.min(end - chunk, steps.size())) {
            List<Step> fewer = new ArrayList<>(steps.subList(0, Math.max(0, end - chunk)));
            fewer.addAll(steps.subList(end, steps.size()));
            keepIfItFails(fewer);
        }
    }

    private void simplifyTransactions() {
        for (int i = 0; i < steps.size() && hasTime(); i++) {
            while (simplify(i)) {
                // Again: it can be made simpler still.
            }
        }
    }

    private boolean simplify(int index) {
        if (index < steps.size() && steps.get(index) instanceof Step.Commit commit) {
            for (Sketch smaller : commit.sketch().smaller()) {
                List<Step> simpler = new ArrayList<>(steps);
                simpler.set(index, new Step.Commit(commit.view(), smaller));
                if (hasTime() && keepIfItFails(simpler)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean keepIfItFails(List<Step> candidate) {
        Optional<DifferenceException> failure = replay.apply(candidate);
        failure.ifPresent(found -> {
            difference = found;
            steps = List.copyOf(candidate.subList(0, found.step() + 1));
        });
        return failure.isPresent();
    }

    private boolean hasTime() {
        return System.nanoTime() - start < patience.toNanos();
    }
}
