package io.gatewaystore.credentials.issue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What certificates are to say. The defaults suit a new deployment.
 *
 * <p>Immutable.
 */
public final class IssueOptions {

    private static final Duration SHORTEST = Duration.ofHours(1);

    private final KeyType authorityKey;
    private final KeyType leafKey;
    private final String organization;
    private final String clientName;
    private final List<String> additionalNames;
    private final Duration authorityValidity;
    private final Duration leafValidity;
    private final Clock clock;

    private IssueOptions(Builder builder) {
        authorityKey = builder.authorityKey;
        leafKey = builder.leafKey;
        organization = builder.organization;
        clientName = builder.clientName;
        additionalNames = List.copyOf(builder.additionalNames);
        authorityValidity = builder.authorityValidity;
        leafValidity = builder.leafValidity;
        clock = builder.clock;
    }

    /**
     * Starts with the defaults: EC P-256 keys, an authority for ten years, certificates for 398 days.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    KeyType authorityKey() {
        return authorityKey;
    }

    KeyType leafKey() {
        return leafKey;
    }

    String organization() {
        return organization;
    }

    String clientName() {
        return clientName;
    }

    List<String> additionalNames() {
        return additionalNames;
    }

    Duration authorityValidity() {
        return authorityValidity;
    }

    Duration leafValidity() {
        return leafValidity;
    }

    Clock clock() {
        return clock;
    }

    /**
     * Collects the options.
     *
     * <p>Not thread-safe; confine to one thread.
     */
    public static final class Builder {

        private KeyType authorityKey = KeyType.EC_P256;
        private KeyType leafKey = KeyType.EC_P256;
        private String organization = "etcd credentials";
        private String clientName = "client";
        private final List<String> additionalNames = new ArrayList<>();
        private Duration authorityValidity = Duration.ofDays(3650);
        private Duration leafValidity = Duration.ofDays(398);
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /**
         * Sets the kind of the authority's key.
         *
         * @param type the kind; EC P-256 by default
         * @return this builder
         */
        public Builder authorityKey(KeyType type) {
            authorityKey = Objects.requireNonNull(type, "type");
            return this;
        }

        /**
         * Sets the kind of the keys of server and client.
         *
         * @param type the kind; EC P-256 by default
         * @return this builder
         */
        public Builder leafKey(KeyType type) {
            leafKey = Objects.requireNonNull(type, "type");
            return this;
        }

        /**
         * Sets the organization that every subject names.
         *
         * @param name not blank, at most 64 characters
         * @return this builder
         * @throws IllegalArgumentException if the name is blank or too long
         */
        public Builder organization(String name) {
            organization = checkName("organization", name);
            return this;
        }

        /**
         * Sets the common name of the client certificate. With etcd's authentication on, this is the name of the etcd user.
         *
         * @param name not blank, at most 64 characters; {@code client} by default
         * @return this builder
         * @throws IllegalArgumentException if the name is blank or too long
         */
        public Builder clientName(String name) {
            clientName = checkName("client name", name);
            return this;
        }

        /**
         * Adds host names or addresses to those of the endpoints, for example a load balancer's.
         *
         * @param names host names or IP addresses, without a port
         * @return this builder
         */
        public Builder additionalNames(List<String> names) {
            additionalNames.addAll(names);
            return this;
        }

        /**
         * Sets how long the authority is valid.
         *
         * @param duration at least an hour; 3650 days by default
         * @return this builder
         * @throws IllegalArgumentException if the duration is shorter
         */
        public Builder authorityValidity(Duration duration) {
            authorityValidity = checkValidity(duration);
            return this;
        }

        /**
         * Sets how long the certificates of server and client are valid. They never outlive the authority, whatever is set here.
         *
         * @param duration at least an hour; 398 days by default
         * @return this builder
         * @throws IllegalArgumentException if the duration is shorter
         */
        public Builder leafValidity(Duration duration) {
            leafValidity = checkValidity(duration);
            return this;
        }

        /**
         * Sets the clock that dates the certificates.
         *
         * @param source the clock; the system's by default
         * @return this builder
         */
        public Builder clock(Clock source) {
            clock = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public IssueOptions build() {
            return new IssueOptions(this);
        }

        /** X.520 bounds both names to 64 characters. */
        private static String checkName(String what, String name) {
            if (name.isBlank() || name.length() > 64) {
                throw new IllegalArgumentException(
                        "the " + what + " has " + name.length() + " characters; expected: 1 to 64, not all blank");
            }
            return name;
        }

        private static Duration checkValidity(Duration duration) {
            if (duration.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException("the validity is " + duration + "; expected: at least " + SHORTEST);
            }
            return duration;
        }
    }
}
