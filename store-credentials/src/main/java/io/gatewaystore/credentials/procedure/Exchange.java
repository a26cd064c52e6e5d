package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.config.Transport;
import io.gatewaystore.credentials.host.HostRequest;
import java.util.List;

/**
 * Leads one credential directory from one stage of a rotation to another. etcd reads its certificate and key at every handshake, but the authorities it
 * trusts only when it starts: where those change, the members that use the directory are restarted, one after the other.
 *
 * @param place whose directory
 * @param from what it held before
 * @param to what it is to hold
 * @param restarts the members to restart, by name
 * @param settings what new certificates say
 */
record Exchange(Place place, Stage from, Stage to, List<String> restarts, IssueSettings settings) implements Step {

    @Override
    public void forward(Run run) {
        lead(run, to);
    }

    @Override
    public void backward(Run run) {
        lead(run, from);
    }

    private void lead(Run run, Stage stage) {
        run.host(place)
                .ask(new HostRequest.Exchange(
                        run.directory(place), run.rotation().at(stage, place, run.deployment(), settings), run.id()));
        run.did("credentials of " + place + ": " + stage);
        restarts.forEach(member -> run.service().restart(member, Transport.MUTUAL_TLS));
    }

    @Override
    public String describe() {
        return "lead the credentials of " + place + " from " + from + " to " + to;
    }
}
