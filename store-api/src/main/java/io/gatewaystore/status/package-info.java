/**
 * What a store knows about itself: {@link io.gatewaystore.Store#status()} gives a {@link io.gatewaystore.status.StoreStatus}, made of what is
 * known at that moment. Asking costs nothing and asks no server, so it suits health checks and metrics.
 */
@NullMarked
package io.gatewaystore.status;

import org.jspecify.annotations.NullMarked;
