/**
 * Values as types: {@link io.gatewaystore.codec.Codec} turns a type into bytes and back,
 * {@link io.gatewaystore.codec.TypedStore} is a store that speaks it.
 */
@org.jspecify.annotations.NullMarked
package io.gatewaystore.codec;
