package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.etcd.check.CheckStep;
import io.gatewaystore.etcd.check.StepResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down how the steps at one endpoint end.
 *
 * <p>Thread-safe.
 */
public final class StepLog {

    private static final String NOT_REACHED = "the check did not come this far";

    private final Map<CheckStep, StepResult> ended = new EnumMap<>(CheckStep.class);
    private CheckStep current = CheckStep.DNS;
    private long began = System.nanoTime();

    /** Creates a log without steps. */
    public StepLog() {
        this(List.of());
    }

    /**
     * Creates a log to go on from what was found before.
     *
     * @param before the steps taken before; skipped ones may still be taken
     */
    public StepLog(Collection<StepResult> before) {
        before.forEach(result -> ended.put(result.step(), result));
    }

    /**
     * Begins a step. Does nothing if it has begun.
     *
     * @param step the step
     */
    public synchronized void begin(CheckStep step) {
        if (current != step) {
            current = step;
            began = System.nanoTime();
        }
    }

    /**
     * Ends a step that did not fail.
     *
     * @param step the step
     * @param finding what it found
     */
    public synchronized void passed(CheckStep step, Finding finding) {
        ended.put(
                step,
                new StepResult(
                        step, finding.status(), finding.summary(), finding.facts(), elapsed(), Optional.empty()));
        began = System.nanoTime();
    }

    /**
     * How all steps ended.
     *
     * @return a result for every step, in order; those that were not taken are skipped
     */
    public synchronized List<StepResult> results() {
        return Arrays.stream(CheckStep.values()).map(this::result).toList();
    }

    /**
     * Ends everything by a failure. It belongs to the step that its kind tells, which may have seemed to be over: a client certificate is
     * refused after the handshake. Failures of any step belong to the one that was being taken.
     *
     * @param attempt the failure
     * @return a result for every step, in order; those after the one that failed are skipped
     */
    public synchronized List<StepResult> failed(Attempt attempt) {
        CheckStep failed = CheckStep.of(attempt.failure()).orElse(current);
        StepResult failure = StepResult.failed(failed, attempt, elapsed());
        return Arrays.stream(CheckStep.values())
                .map(step -> step == failed
                        ? failure
                        : step.compareTo(failed) < 0 ? result(step) : StepResult.skipped(step, "after a failure"))
                .toList();
    }

    private StepResult result(CheckStep step) {
        return ended.getOrDefault(step, StepResult.skipped(step, NOT_REACHED));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
