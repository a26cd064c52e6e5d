package io.gatewaystore.examples.gateway;

/**
 * A service as it was read from the store.
 *
 * @param name the last part of its key
 * @param url where it is
 * @param revision the revision of its last write, which a conditional write names
 */
record RegisteredService(String name, String url, long revision) {

    @Override
    public String toString() {
        return name + " " + url;
    }
}
