package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.error.ConnectionFailedException.Attempt;
import io.gatewaystore.etcd.check.StepResult;
import java.util.List;

/**
 * What the probe of one endpoint found.
 *
 * <p>Immutable.
 */
public sealed interface ProbeResult {

    /**
     * The endpoint that was probed.
     *
     * @return the endpoint
     */
    Endpoint endpoint();

    /**
     * How each step ended.
     *
     * @return a result for every step, in order; those that a probe does not take are skipped
     */
    List<StepResult> steps();

    /**
     * Whether an etcd reports the progress of watches only after what they still have to deliver. Before 3.5.8 it did not (etcd issue 15220), so that
     * its reports prove nothing.
     *
     * @param version the version of etcd
     * @return false for 3.5.0 to 3.5.7
     */
    static boolean reportsProgressInOrder(String version) {
        return EtcdVersion.reportsProgressInOrder(version);
    }

    /**
     * An etcd that this client can talk to.
     *
     * <p>Immutable.
     *
     * @param endpoint the endpoint that was probed
     * @param version the version of etcd, for instance {@code 3.5.30}; {@code 3.5.28 or later} if it tells no more than that to strangers
     * @param steps how each step ended
     */
    record Healthy(Endpoint endpoint, String version, List<StepResult> steps) implements ProbeResult {}

    /**
     * An endpoint that cannot be used.
     *
     * <p>Immutable.
     *
     * @param endpoint the endpoint that was probed
     * @param attempt what is wrong and what to do about it
     * @param cause the failure beneath
     * @param steps how each step ended
     */
    record Failed(Endpoint endpoint, Attempt attempt, Throwable cause, List<StepResult> steps) implements ProbeResult {}
}
