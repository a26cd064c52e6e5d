package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.issue.HostName;
import io.gatewaystore.credentials.issue.IssueOptions;
import io.gatewaystore.credentials.issue.KeyType;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What certificates are to say, in the form in which the journal keeps it.
 *
 * <p>Immutable.
 *
 * @param key the kind of all keys
 * @param organization what every subject names
 * @param clientName the common name of the client certificate: with etcd's authentication on, the name of the etcd user
 * @param names host names and addresses beside those of the endpoints
 * @param authorityDays how long the authority is valid
 * @param leafDays how long the other certificates are valid
 */
public record IssueSettings(
        KeyType key, String organization, String clientName, List<String> names, int authorityDays, int leafDays) {

    /** What suits a new deployment: EC P-256, ten years for the authority, 398 days for the others. */
    public static final IssueSettings DEFAULTS =
            new IssueSettings(KeyType.EC_P256, "etcd credentials", "client", List.of(), 3650, 398);

    /**
     * Copies the names.
     *
     * @param key the kind of keys
     * @param organization the organization
     * @param clientName the client's name
     * @param names additional names
     * @param authorityDays validity of the authority
     * @param leafDays validity of the others
     */
    public IssueSettings {
        names = List.copyOf(names);
    }

    /**
     * The same with more names.
     *
     * @param more host names and addresses
     * @return settings with these names too, each once
     */
    IssueSettings naming(Collection<HostName> more) {
        List<String> all = Stream.concat(names.stream(), more.stream().map(HostName::text))
                .distinct()
                .toList();
        return new IssueSettings(key, organization, clientName, all, authorityDays, leafDays);
    }

    /**
     * The same as options for issuing.
     *
     * @param clock dates the certificates
     * @return the options
     * @throws IllegalArgumentException if a setting is out of bounds
     */
    public IssueOptions options(Clock clock) {
        return IssueOptions.builder()
                .authorityKey(key)
                .leafKey(key)
                .organization(organization)
                .clientName(clientName)
                .additionalNames(names)
                .authorityValidity(Duration.ofDays(authorityDays))
                .leafValidity(Duration.ofDays(leafDays))
                .clock(clock)
                .build();
    }
}
