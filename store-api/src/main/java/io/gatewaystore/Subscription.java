package io.gatewaystore;

/**
 * Stands for a listener that is told of changes, until it is closed or the store is.
 *
 * <p>Thread-safe.
 */
public interface Subscription extends AutoCloseable {

    /** Ends it: no call begins after this has returned. May be called more than once. */
    @Override
    void close();
}
