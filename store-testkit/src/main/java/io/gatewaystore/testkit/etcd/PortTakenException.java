package io.gatewaystore.testkit.etcd;

/** A member could not listen because another process has taken the port. */
final class PortTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String description;

    PortTakenException(String description) {
        super(description);
        this.description = description;
    }

    EtcdUnavailableException givenUp() {
        return new EtcdUnavailableException(description, this);
    }
}
