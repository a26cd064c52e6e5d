package io.gatewaystore.examples.rollout;

import io.gatewaystore.codec.JsonCodec;

/**
 * What a node allows.
 *
 * @param requestsPerSecond to one client
 */
record Limits(int requestsPerSecond) {

    static final String KEY = "config/limits";
    static final JsonCodec<Limits> CODEC = JsonCodec.of(Limits.class);
    static final Limits DEFAULT = new Limits(10);
}
