/**
 * The etcd backend, etcd 3.5 and later. It is chosen by {@code GATEWAY_STORE_BACKEND=etcd}; applications see nothing of this package.
 *
 * <p>The protocol is spoken with the plain stubs that jetcd publishes, over channels of this package's own: one for calls and one for
 * streams per endpoint. A call is a {@code UnaryCall} that finds a member, keeps its deadline and decides what may be repeated; every
 * answer other than success becomes an exception in {@code StatusMapper}, and nowhere else. All watches share a stream of
 * {@code WatchStreams}, which resumes them after any break.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.etcd;
