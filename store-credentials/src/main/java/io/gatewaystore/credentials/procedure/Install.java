package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.host.HostRequest;

/**
 * Gives one member its credentials.
 *
 * @param member the member, which has a directory of its own
 * @param settings what its server certificate says
 */
record Install(String member, IssueSettings settings) implements Step {

    @Override
    public void forward(Run run) {
        Member target = run.deployment().member(member);
        run.host(target)
                .ask(new HostRequest.Install(
                        target.credentials(), run.bundles().of(target, settings), target.owner(), target.etcdConfig()));
    }

    @Override
    public void backward(Run run) {
        Member target = run.deployment().member(member);
        run.warnOfOthers(run.host(target)
                .ask(new HostRequest.Uninstall(
                        target.credentials(), run.bundles().of(target, settings))));
    }

    @Override
    public String describe() {
        return "give " + member + " its credentials";
    }
}
