/**
 * The certificates and keys that connections to etcd are secured with: read from PEM files, checked before anything connects, and handed to
 * gRPC and to JSSE alike. What a failed handshake says about them is told by {@link io.gatewaystore.etcd.internal.tls.TlsFailure}.
 */
@NullMarked
package io.gatewaystore.etcd.internal.tls;

import org.jspecify.annotations.NullMarked;
