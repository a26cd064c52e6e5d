package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.config.Transport;

/**
 * Leads all clients from one transport to another while members serve both.
 *
 * @param from where their files led before
 * @param to where they are to lead
 */
record MoveConsumers(Transport from, Transport to) implements Step {

    @Override
    public void forward(Run run) {
        run.consumerFiles().forEach(file -> run.files().bring(file, to));
    }

    @Override
    public void backward(Run run) {
        run.consumerFiles().forEach(file -> run.files().undo(file, from));
    }

    @Override
    public String describe() {
        return "lead clients to " + Words.of(to);
    }
}
