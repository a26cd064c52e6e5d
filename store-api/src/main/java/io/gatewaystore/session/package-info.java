/**
 * What lives as long as a client does: a {@link io.gatewaystore.session.Session} is a lease of the store that this client keeps alive, and a
 * {@link io.gatewaystore.session.Registration} is a key that is there as long as its session is.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.session;
