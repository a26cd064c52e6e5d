package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.config.Endpoint;
import io.gatewaystore.error.ConnectionFailedException.Attempt;

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
     * An etcd that this client can talk to.
     *
     * <p>Immutable.
     *
     * @param endpoint the endpoint that was probed
     * @param version the version of etcd, for instance {@code 3.5.30}; {@code 3.5.28 or later} if it tells no more than that to strangers
     */
    record Healthy(Endpoint endpoint, String version) implements ProbeResult {}

    /**
     * An endpoint that cannot be used.
     *
     * <p>Immutable.
     *
     * @param endpoint the endpoint that was probed
     * @param attempt what is wrong and what to do about it
     * @param cause the failure beneath
     */
    record Failed(Endpoint endpoint, Attempt attempt, Throwable cause) implements ProbeResult {}
}
