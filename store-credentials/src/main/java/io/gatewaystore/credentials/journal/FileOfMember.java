package io.gatewaystore.credentials.journal;

import io.gatewaystore.credentials.host.HostRequest;

/**
 * A configuration file of a deployment.
 *
 * <p>Immutable.
 *
 * @param member the name of the member to which it belongs; empty for files of the host where the commands run
 * @param role what it configures
 * @param path its path on the host of that member
 */
public record FileOfMember(String member, HostRequest.Role role, String path) {

    @Override
    public String toString() {
        return member.isEmpty() ? path : path + " of " + member;
    }
}
