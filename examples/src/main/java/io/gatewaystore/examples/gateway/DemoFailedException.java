package io.gatewaystore.examples.gateway;

/** The gateways of a demo did not see what they should have. */
final class DemoFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoFailedException(String message) {
        super(message);
    }
}
