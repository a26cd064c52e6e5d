/**
 * Finds out why an endpoint cannot be used, or that it can. A gRPC channel only tells that it is unavailable; here the steps of connecting are
 * taken one by one, on sockets, so that the step that fails tells the reason.
 */
@NullMarked
package io.gatewaystore.etcd.internal.probe;

import org.jspecify.annotations.NullMarked;
