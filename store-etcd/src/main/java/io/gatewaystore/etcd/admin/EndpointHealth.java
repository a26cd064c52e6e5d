package io.gatewaystore.etcd.admin;

import io.gatewaystore.config.Endpoint;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the member at an endpoint serves.
 *
 * <p>Immutable.
 *
 * @param endpoint the endpoint that was asked
 * @param healthy whether it answered a linearizable read, which takes a majority of the cluster, and there is no alarm
 * @param reached whether the member answered at all
 * @param took how long the answer took, connecting included
 * @param problem what is wrong; present exactly if it is not healthy
 */
public record EndpointHealth(
        Endpoint endpoint, boolean healthy, boolean reached, Duration took, Optional<String> problem) {

    /**
     * Creates a finding.
     *
     * @param endpoint the endpoint that was asked
     * @param healthy whether it serves
     * @param reached whether the member answered at all
     * @param took how long the answer took
     * @param problem what is wrong
     */
    public EndpointHealth {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(took, "took");
        Objects.requireNonNull(problem, "problem");
    }
}
