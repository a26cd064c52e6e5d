package io.gatewaystore.credentials.procedure;

import io.gatewaystore.credentials.config.Transport;

/** Removes all credentials, once every member has answered in plaintext. There is no way back from here but to enable anew. */
record Retire() implements Step {

    @Override
    public void forward(Run run) {
        run.service().proveAnyway(run.deployment().names(), Transport.PLAIN);
        for (Place place : run.deployment().places()) {
            run.remove(place, false);
        }
        run.rotation().removeAll();
    }

    @Override
    public void backward(Run run) {
        throw new IllegalStateException("removed credentials do not come back");
    }

    @Override
    public boolean undoable() {
        return false;
    }

    @Override
    public String describe() {
        return "remove the credentials";
    }
}
