package io.gatewaystore.credentials.procedure;

/** Removes the old credentials that were set aside. There is no way back from here but to rotate again. */
record DiscardOld() implements Step {

    @Override
    public void forward(Run run) {
        discard(run);
    }

    static void discard(Run run) {
        run.deployment().places().forEach(place -> run.remove(place, true));
        run.rotation().removeAll();
    }

    @Override
    public void backward(Run run) {
        throw new IllegalStateException("discarded credentials do not come back");
    }

    @Override
    public boolean undoable() {
        return false;
    }

    @Override
    public String describe() {
        return "discard the old credentials";
    }
}
