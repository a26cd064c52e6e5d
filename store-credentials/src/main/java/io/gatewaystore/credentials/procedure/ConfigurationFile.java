package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.host.HostRequest.Role;
import io.gatewaystore.credentials.journal.FileOfMember;
import java.nio.file.Path;

/**
 * A file that says how a member listens, or where clients look for members.
 *
 * @param place whose credentials it names
 * @param role what it configures
 * @param path the file, on the host of that place
 * @param credentials the directory that it names
 */
record ConfigurationFile(Place place, Role role, Path path, Path credentials) {

    FileOfMember key() {
        return new FileOfMember(
                place.member(), role, path.toAbsolutePath().normalize().toString());
    }
}
