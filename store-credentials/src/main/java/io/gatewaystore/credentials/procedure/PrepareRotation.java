package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.host.HostRequest;

/**
 * Sets the old credentials aside, and issues new ones.
 *
 * @param settings what the new certificates say
 * @param newAuthority whether they come from a new authority
 */
record PrepareRotation(IssueSettings settings, boolean newAuthority) implements Step {

    @Override
    public void forward(Run run) {
        run.rotation().prepare(run.issued(), newAuthority, settings, run.deployment());
        run.deployment()
                .places()
                .forEach(place -> run.host(place).ask(new HostRequest.SetAside(run.directory(place), run.id())));
    }

    @Override
    public void backward(Run run) {
        DiscardOld.discard(run);
    }

    @Override
    public String describe() {
        return newAuthority ? "issue new credentials from a new authority" : "issue new certificates";
    }
}
