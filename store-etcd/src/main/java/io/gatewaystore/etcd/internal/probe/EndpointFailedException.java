package io.gatewaystore.etcd.internal.probe;

import io.gatewaystore.error.ConnectionFailedException.Attempt;

/** Ends a probe: what is wrong with the endpoint is known. */
final class EndpointFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    // Exceptions are Serializable by inheritance only; nobody sends these.
    private final transient Attempt attempt;
    private final Throwable beneath;

    EndpointFailedException(Attempt attempt, Throwable beneath) {
        super(attempt.toString(), beneath);
        this.attempt = attempt;
        this.beneath = beneath;
    }

    Attempt attempt() {
        return attempt;
    }

    Throwable beneath() {
        return beneath;
    }
}
