/**
 * A gateway's routing table, kept from a store: {@link io.gatewaystore.examples.routing.RoutingTable} follows what all gateways write,
 * {@link io.gatewaystore.examples.routing.RouteEditor} changes it without overwriting anybody's change, and says what is known when a
 * write went unanswered. {@link io.gatewaystore.examples.routing.Routing} runs both.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.examples.routing;
