package io.gatewaystore.testkit.history;

import java.util.Objects;

/**
 * A rule that a history breaks, and where.
 *
 * <p>Immutable.
 *
 * @param rule the rule
 * @param evidence what breaks it
 */
public record Violation(Rule rule, String evidence) {

    /**
     * Creates a violation.
     *
     * @param rule the rule
     * @param evidence what breaks it
     */
    public Violation {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(evidence, "evidence");
    }

    @Override
    public String toString() {
        return rule + ": " + evidence;
    }
}
