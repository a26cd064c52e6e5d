package io.gatewaystore.session;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a store tells of one of its sessions.
 *
 * <p>Immutable.
 *
 * @param state how it stands
 * @param remaining how long the store will certainly keep what is bound to it, unless it is renewed before that; zero if it is lost
 * @param ttl how long what is bound to it outlives a client that is gone
 * @param epoch how many leases it has had, which is one more than it was lost
 * @param lease the id of its lease as {@code etcdctl lease list} shows it, 16 hexadecimal digits; empty if it is lost
 */
public record SessionStatus(SessionState state, Duration remaining, Duration ttl, long epoch, Optional<String> lease) {

    /**
     * Creates a status.
     *
     * @param state how it stands
     * @param remaining how long it certainly lasts
     * @param ttl its TTL
     * @param epoch how many leases it has had
     * @param lease the id of its lease
     */
    public SessionStatus {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(remaining, "remaining");
        Objects.requireNonNull(ttl, "ttl");
        Objects.requireNonNull(lease, "lease");
    }
}
