/**
 * What a backend implements: a {@link io.gatewaystore.spi.BackendProvider}, found by {@link java.util.ServiceLoader}, that opens a
 * {@link io.gatewaystore.spi.Backend}, which speaks in raw keys and the few requests every verb of a store comes down to. Namespaces, paging,
 * typed views, read-modify-write, snapshots, resync and the blocking interface are written once, above it.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.spi;
