package io.gatewaystore.testkit.contract;

import io.gatewaystore.Store;

/** The two interfaces of a store, both made to look like the blocking one so that a test is written once. */
enum Access {
    BLOCKING,
    ASYNC;

    Store to(Store store) {
        return this == BLOCKING ? store : new AwaitingStore(store.async());
    }
}
