package io.gatewaystore.etcd.internal.probe;

/** The steps by which an endpoint is tried, in one of the two ways to talk to it. */
@FunctionalInterface
interface EndpointSteps {

    /** Goes through the steps until one fails or etcd has told its version. */
    EtcdVersion run() throws EndpointFailedException;
}
