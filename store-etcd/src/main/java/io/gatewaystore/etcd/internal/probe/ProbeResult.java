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
    record Healthy(Endpoint endpoint, String version) implements ProbeResult {

        /**
         * Whether this etcd reports the progress of watches only after what they still have to deliver. Before 3.5.8 it did not (etcd issue
         * 15220), so that its reports prove nothing.
         *
         * @return false for 3.5.0 to 3.5.7
         */
        public boolean reportsProgressInOrder() {
            return !version.matches("3\\.5\\.[0-7](\\D.*)?");
        }
    }

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
