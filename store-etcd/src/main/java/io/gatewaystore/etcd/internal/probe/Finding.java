package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.etcd.check.StepStatus;
import java.util.Map;
import java.util.Objects;

/**
 * What a step that did not fail found out.
 *
 * <p>Immutable.
 *
 * @param status how the step ended
 * @param summary what was found, in a clause
 * @param facts what was found, by name, in the order to show it
 */
public record Finding(StepStatus status, String summary, Map<String, String> facts) {

    /**
     * Creates a finding.
     *
     * @param status how the step ended
     * @param summary what was found
     * @param facts what was found, by name
     */
    public Finding {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(summary, "summary");
        Objects.requireNonNull(facts, "facts");
    }

    /**
     * Nothing to worry about.
     *
     * @param summary what was found
     * @param facts what was found, by name
     * @return the finding
     */
    public static Finding ok(String summary, Map<String, String> facts) {
        return new Finding(StepStatus.OK, summary, facts);
    }

    /**
     * Something to look at.
     *
     * @param summary what was found, and what to do about it
     * @param facts what was found, by name
     * @return the finding
     */
    public static Finding warning(String summary, Map<String, String> facts) {
        return new Finding(StepStatus.WARNING, summary, facts);
    }

    /**
     * Nothing to do.
     *
     * @param why why not
     * @return the finding
     */
    static Finding skipped(String why) {
        return new Finding(StepStatus.SKIPPED, why, Map.of());
    }
}
