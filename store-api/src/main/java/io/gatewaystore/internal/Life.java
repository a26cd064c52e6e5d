package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.Request;

/**
 * How long something written lives, in a backend's terms.
 *
 * @param lease the lease it hangs on, 0 for none
 * @param shared whether that is the lease of a session, on which other keys hang too
 */
record Life(long lease, boolean shared) {

    static final Life PERMANENT = new Life(0, false);

    static Life onOwnLease(long lease) {
        return new Life(lease, false);
    }

    static Life onSharedLease(long lease) {
        return new Life(lease, true);
    }

    Request.Put put(Bytes key, Bytes value) {
        return new Request.Put(key, value, lease, false, shared);
    }
}
