/**
 * A fleet of gateways that share a list of services: the program {@code gateway.jar}, configured by {@code GATEWAY_STORE_*} only.
 *
 * <p>{@link io.gatewaystore.examples.gateway.ServiceCatalog} is the list on a {@link io.gatewaystore.Store},
 * {@link io.gatewaystore.examples.gateway.LiveServices} a gateway's live copy of it; the rest is one class for each command.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples.gateway;
