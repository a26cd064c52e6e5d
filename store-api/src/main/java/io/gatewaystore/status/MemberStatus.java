package io.gatewaystore.status;

import io.gatewaystore.config.Endpoint;
import java.util.Objects;
import java.util.Optional;

/**
 * What a store knows of one member of its cluster.
 *
 * <p>Immutable.
 *
 * @param endpoint where the store reaches it
 * @param health how it is
 * @param version the version of its software; empty until it was asked, and where the store's user may not know
 * @param isLeader whether it is known to lead
 * @param problem what is wrong with it, in words; empty if nothing is known to be
 */
public record MemberStatus(
        Endpoint endpoint, MemberHealth health, Optional<String> version, boolean isLeader, Optional<String> problem) {

    /**
     * Describes a member.
     *
     * @param endpoint where the store reaches it
     * @param health how it is
     * @param version the version of its software
     * @param isLeader whether it is known to lead
     * @param problem what is wrong with it
     */
    public MemberStatus {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(health, "health");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(problem, "problem");
    }
}
