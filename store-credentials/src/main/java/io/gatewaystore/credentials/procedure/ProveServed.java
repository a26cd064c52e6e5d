package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.config.Transport;

/** Makes sure that every member answers over mutual TLS with what it has now. */
record ProveServed() implements Step {

    @Override
    public void forward(Run run) {
        run.service().proveAnyway(run.deployment().names(), Transport.MUTUAL_TLS);
    }

    @Override
    public void backward(Run run) {
        // Whatever comes back is proven by whoever brings it back.
    }

    @Override
    public String describe() {
        return "prove that every member answers";
    }
}
