package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.directory.CredentialDirectory;
import io.gatewaystore.credentials.host.HostRequest;
import io.gatewaystore.credentials.issue.Issuer;

/**
 * Issues the certificates of a directory anew, from the authority of the deployment, where those that are there prove nothing.
 *
 * @param place whose directory
 * @param settings what the certificates say
 */
record Reissue(Place place, IssueSettings settings) implements Step {

    @Override
    public void forward(Run run) {
        if (place.isIssuer()) {
            CredentialDirectory directory = run.issued();
            directory.replace(
                    Issuer.ofAuthority(directory.authority(), settings.options(run.clock()))
                            .forIssuingHost(run.deployment().allEndpoints()),
                    run.clock());
        } else {
            Member member = run.deployment().member(place.member());
            run.host(member)
                    .ask(new HostRequest.Exchange(
                            member.credentials(), run.bundles().of(member, settings), run.id()));
        }
    }

    @Override
    public void backward(Run run) {
        // What was there before was of no use.
    }

    @Override
    public String describe() {
        return "issue the certificates of " + place + " anew";
    }
}
