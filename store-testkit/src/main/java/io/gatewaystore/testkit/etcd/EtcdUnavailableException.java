package io.gatewaystore.testkit.etcd;

/**
 * There is no etcd to test with, or it did not start; the message says what was tried and what came of it.
 *
 * <p>Immutable.
 */
public final class EtcdUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EtcdUnavailableException(String message) {
        super(message);
    }

    EtcdUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
