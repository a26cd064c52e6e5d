package io.gatewaystore.etcd.check;

/**
 * How a step ended.
 *
 * <p>Immutable.
 */
public enum StepStatus {
    /** It succeeded. */
    OK,
    /** It succeeded, and something deserves a look before it becomes a failure. */
    WARNING,
    /** It failed, and with it the endpoint. */
    FAILED,
    /** It was not taken: an earlier one failed, or the configuration does without it. */
    SKIPPED
}
