package io.gatewaystore.etcd.check;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What was found at one endpoint.
 *
 * <p>Immutable.
 *
 * @param endpoint the endpoint
 * @param steps the result of every step, in the order of {@link CheckStep}; all after a failed one are skipped
 */
public record EndpointReport(Endpoint endpoint, List<StepResult> steps) {

    /**
     * Creates a report.
     *
     * @param endpoint the endpoint
     * @param steps the results
     */
    public EndpointReport {
        Objects.requireNonNull(endpoint, "endpoint");
        steps = List.copyOf(steps);
    }

    /**
     * The result of a step.
     *
     * @param step the step
     * @return its result
     * @throws IllegalArgumentException if the report has none for it
     */
    public StepResult step(CheckStep step) {
        return steps.stream()
                .filter(result -> result.step() == step)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("step: " + step + " (expected: one of the report's)"));
    }

    /**
     * What is wrong with the endpoint and what to do about it.
     *
     * @return the failure, or empty if the endpoint can be used
     */
    public Optional<Attempt> failure() {
        return steps.stream().flatMap(step -> step.failure().stream()).findFirst();
    }

    /**
     * The cluster that the member belongs to.
     *
     * @return its id in hexadecimal, or empty if the check did not come that far
     */
    public Optional<String> clusterId() {
        return steps.stream()
                .flatMap(step -> Optional.ofNullable(step.facts().get("clusterId")).stream())
                .findFirst();
    }
}
