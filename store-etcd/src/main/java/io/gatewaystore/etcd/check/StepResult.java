package io.gatewaystore.etcd.check;

import io.gatewaystore.error.ConnectionFailedException.Attempt;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How one step at one endpoint ended. Holds no password and no key.
 *
 * <p>Immutable.
 *
 * @param step the step
 * @param status how it ended
 * @param summary what was found, in a clause; for a failure the reason
 * @param facts what was found, by the names that {@link CheckStep} lists, in their order; empty if the step failed or was skipped
 * @param duration how long it took; zero if it was skipped
 * @param failure kind, reason and remedy, if it failed; the same that opening a store would report
 */
public record StepResult(
        CheckStep step,
        StepStatus status,
        String summary,
        Map<String, String> facts,
        Duration duration,
        Optional<Attempt> failure) {

    /**
     * Creates a result.
     *
     * @param step the step
     * @param status how it ended
     * @param summary what was found
     * @param facts what was found, by name
     * @param duration how long it took
     * @param failure what is wrong and what to do about it, exactly if it failed
     * @throws IllegalArgumentException if there is a failure and the status is another, or the reverse
     */
    public StepResult {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(duration, "duration");
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        if (failure.isPresent() != (status == StepStatus.FAILED)) {
            throw new IllegalArgumentException("failure: " + failure
                    + " (expected: one exactly if the status, which is " + status + ", is FAILED)");
        }
    }

    /**
     * A step that was not taken.
     *
     * @param step the step
     * @param why why not, in a clause
     * @return the result
     */
    public static StepResult skipped(CheckStep step, String why) {
        return new StepResult(step, StepStatus.SKIPPED, why, Map.of(), Duration.ZERO, Optional.empty());
    }

    /**
     * A step that failed.
     *
     * @param step the step
     * @param attempt what is wrong and what to do about it
     * @param duration how long it took
     * @return the result
     */
    public static StepResult failed(CheckStep step, Attempt attempt, Duration duration) {
        return new StepResult(step, StepStatus.FAILED, attempt.reason(), Map.of(), duration, Optional.of(attempt));
    }
}
