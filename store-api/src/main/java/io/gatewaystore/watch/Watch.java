package io.gatewaystore.watch;

import java.util.concurrent.CompletableFuture;

/**
 * A running watch: the handle to wait for it, follow it and end it.
 *
 * <p>Thread-safe.
 */
public interface Watch extends AutoCloseable {

    /**
     * Tells when the store has accepted the watch: every change after that moment is delivered. With a snapshot, when the store has
     * been read as well.
     *
     * @return a future of the revision after which every change is delivered; fails with a
     *     {@link io.gatewaystore.error.StoreException} if the watch ended before that, and completes on an I/O thread
     */
    CompletableFuture<Long> established();

    /**
     * The revision the listener was given last, by whichever callback, which may still be running.
     *
     * @return the revision, 0 if it was given nothing yet
     */
    long revision();

    /**
     * Tells when the watch has ended and its last callback has returned.
     *
     * @return a future that completes normally after {@link #close()}, or fails with the cause if the watch ended by itself (permission
     *     denied, store closed, {@link SlowConsumer#FAIL})
     */
    CompletableFuture<Void> ended();

    /**
     * Ends the watch. Does not wait: a callback already running may still be running on return, but none begins afterwards. May be called
     * from a callback, and more than once.
     */
    @Override
    void close();
}
