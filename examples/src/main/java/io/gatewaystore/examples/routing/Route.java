package io.gatewaystore.examples.routing;

import io.gatewaystore.codec.JsonCodec;

/**
 * Where requests for a service go.
 *
 * @param url the address of the service
 * @param weight its share of the requests, at least 0
 * @param change identifies the write that made it so, which tells our own write from somebody's equal one
 */
record Route(String url, int weight, String change) {

    static final JsonCodec<Route> CODEC = JsonCodec.of(Route.class);

    Route withWeight(int newWeight, String newChange) {
        return new Route(url, newWeight, newChange);
    }

    Route withChange(String newChange) {
        return new Route(url, weight, newChange);
    }
}
