package io.gatewaystore.examples.routing;

/** How a change of the routes ended. */
enum Edit {
    /** It was made. */
    DONE,
    /** Somebody else was faster, or there was nothing to change. */
    REFUSED
}
