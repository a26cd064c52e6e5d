package io.gatewaystore.examples.gateway;

/**
 * A key among the services that holds something else: somebody else's data, which must not stop us.
 *
 * @param key the key
 * @param revision the revision of its last write
 * @param reason why it is not a service
 */
record Undecodable(String key, long revision, String reason) {

    @Override
    public String toString() {
        return Service.printable(key) + " is not a service: " + reason;
    }
}
