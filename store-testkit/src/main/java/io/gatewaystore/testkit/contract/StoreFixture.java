package io.gatewaystore.testkit.contract;

import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import java.time.Duration;

/**
 * One state, be it a server, a directory or an object, and how to open stores on it. This is all the suite knows of a backend.
 *
 * <p>Safe for use by one thread at a time.
 */
public interface StoreFixture extends AutoCloseable {

    /**
     * Opens one more store on the state, without a namespace.
     *
     * @return an open store, which the suite closes
     */
    Store open();

    /**
     * The configuration by which {@link #open} opens stores, for tests that change it while a store runs. Called only if
     * {@link Capability#RECONFIGURATION} is not declared lacking.
     *
     * @return the configuration, without a namespace
     */
    default StoreConfig config() {
        throw new UnsupportedOperationException("config: not implemented (expected: an implementation, or"
                + " Capability.RECONFIGURATION among what StoreContract.lacks() declares)");
    }

    /**
     * Drops the history below a revision, and returns when it is gone. Called only if {@link Capability#COMPACTION} is not declared
     * lacking.
     *
     * @param revision the oldest revision to remain readable
     */
    default void compact(long revision) {
        throw new UnsupportedOperationException("compact: not implemented (expected: an implementation, or"
                + " Capability.COMPACTION among what StoreContract.lacks() declares)");
    }

    /**
     * Lets time pass for the backend's TTLs. If not overridden, does nothing: the suite waits until real time has passed. A backend on a
     * clock that can be moved moves it here, which makes the suite faster.
     *
     * @param time how much
     */
    default void elapse(Duration time) {}

    /** Gives the state up, after the suite has closed all stores. */
    @Override
    default void close() {}
}
