package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.Ownership;
import io.gatewaystore.credentials.host.CredentialFiles;
import io.gatewaystore.credentials.host.PrivateDirectories;
import io.gatewaystore.credentials.issue.Credentials;
import io.gatewaystore.credentials.issue.Issuer;
import java.nio.file.Path;
import java.time.Clock;

/**
 * What each member is to get, kept from when it is issued until the command has ended: a command that goes on after an interruption gives out the
 * same certificates again.
 */
final class Bundles {

    private final Path directory;
    private final CredentialDirectory issued;
    private final Clock clock;

    Bundles(Path directory, CredentialDirectory issued, Clock clock) {
        this.directory = directory;
        this.issued = issued;
        this.clock = clock;
    }

    /** A server certificate of the member's own, and the client certificate of all. */
    CredentialFiles of(Member member, IssueSettings settings) {
        return CredentialFiles.ofNode(directoryOf(member, settings));
    }

    CredentialDirectory directoryOf(Member member, IssueSettings settings) {
        CredentialDirectory bundle = CredentialDirectory.at(directory.resolve(member.name()));
        if (!bundle.exists()) {
            PrivateDirectories.create(directory);
            Credentials all = issued.read();
            Credentials own = Issuer.of(all, settings.options(clock)).forNode(member.endpoints());
            bundle.create(
                    new Credentials(all.trusted(), null, own.server(), all.client()), Ownership.of(directory), clock);
        }
        return bundle;
    }

    void remove() {
        PrivateDirectories.remove(directory);
    }
}
