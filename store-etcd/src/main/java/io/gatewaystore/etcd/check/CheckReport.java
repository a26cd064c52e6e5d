package io.gatewaystore.etcd.check;

import io.gatewaystore.config.StoreVariable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was found at all endpoints of a configuration.
 *
 * <p>Immutable.
 *
 * @param endpoints the reports, in the order of the configured endpoints
 */
public record CheckReport(List<EndpointReport> endpoints) {

    /**
     * Creates a report.
     *
     * @param endpoints the reports
     */
    public CheckReport {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Whether every endpoint can be used and all are of one cluster. A store opens with one usable endpoint; the others are missing when that
     * one fails.
     *
     * @return whether nothing failed; there may be warnings
     */
    public boolean isOk() {
        return endpoints.stream().allMatch(endpoint -> endpoint.failure().isEmpty())
                && disagreement().isEmpty();
    }

    /**
     * What is wrong if the endpoints do not belong to one cluster, so that what is written through one is missing at another.
     *
     * @return which endpoint belongs to which cluster and what to do about it, or empty if all whose cluster is known belong to the same
     */
    public Optional<String> disagreement() {
        List<EndpointReport> known = endpoints.stream()
                .filter(endpoint -> endpoint.clusterId().isPresent())
                .toList();
        if (known.stream().map(EndpointReport::clusterId).distinct().count() < 2) {
            return Optional.empty();
        }
        return Optional.of(known.stream()
                        .map(endpoint -> endpoint.endpoint() + " belongs to cluster "
                                + endpoint.clusterId().orElseThrow())
                        .collect(Collectors.joining(", ", "the endpoints are of different clusters: ", ""))
                + ". Name the members of one cluster in " + StoreVariable.ETCD_HOSTS + ".");
    }
}
