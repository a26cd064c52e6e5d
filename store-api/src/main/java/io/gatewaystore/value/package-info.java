/**
 * Single values that many nodes share: a {@link io.gatewaystore.value.Counter}, and a {@link io.gatewaystore.value.Setting} that each node has at
 * hand.
 */
@NullMarked
package io.gatewaystore.value;

import org.jspecify.annotations.NullMarked;
