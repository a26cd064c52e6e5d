package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.directory.Ownership;
import io.gatewaystore.credentials.host.DirectoryOwner;
import io.gatewaystore.credentials.issue.Issuer;

/**
 * Issues the credentials of the deployment, unless they were there before.
 *
 * @param settings what certificates say
 * @param existing whether the credentials were there before the command
 */
record Issue(IssueSettings settings, boolean existing) implements Step {

    @Override
    public void forward(Run run) {
        CredentialDirectory directory = run.issued();
        if (!directory.exists()) {
            directory.create(
                    Issuer.withNewAuthority(settings.options(run.clock()))
                            .forIssuingHost(run.deployment().allEndpoints()),
                    owner(run),
                    run.clock());
        }
    }

    /** Whoever runs a member that uses them, or else owns the directory around them. */
    private static Ownership owner(Run run) {
        Deployment deployment = run.deployment();
        return deployment.members().stream()
                .filter(member -> !deployment.hasOwnDirectory(member))
                .findFirst()
                .map(member -> DirectoryOwner.of(member.owner(), member.etcdConfig()))
                .orElseGet(() -> DirectoryOwner.around(deployment.credentials()));
    }

    @Override
    public void backward(Run run) {
        if (!existing) {
            run.remove(Place.ISSUER, false);
        }
    }

    @Override
    public String describe() {
        return existing ? "take the credentials that are there" : "issue the credentials";
    }
}
