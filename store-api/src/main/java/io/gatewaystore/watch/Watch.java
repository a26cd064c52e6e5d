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
     * @return a future of the revision after which every change is delivered; fails with a {@link io.gatewaystore.error.StoreException} if the
     *     watch ended by itself before that, is cancelled if it was closed before that, and completes on an I/O thread or on that of the
     *     caller. Cancelling it does nothing to the watch
     */
    CompletableFuture<Long> established();

    /**
     * The revision the listener was given last, by whichever callback, which may still be running.
     *
     * @return the revision, 0 if it was given nothing yet
     */
    long revision();

    /**
     * How up to date the watch is: whether it is told of changes as they happen, catches up, or is cut off from the store.
     *
     * @return the state at this moment; of a watch that has ended, whichever was its last
     */
    WatchState state();

    /**
     * Asks the store how far it is, so that a watch {@linkplain WatchOptions#withProgress() with progress} is told soon, and not only at its next
     * regular time, if its range does not change. Returns at once. Asking costs a message to the server, but is done at most every few moments
     * however often it is called; a server that is still sending older changes does not answer.
     */
    void requestProgress();

    /**
     * Tells when the watch has ended and its last callback has returned.
     *
     * @return a future that completes normally after {@link #close()}, or fails with the cause if the watch ended by itself (permission
     *     denied, store closed, {@link SlowConsumer#FAIL}); completes on one of the store's own threads or the one that closes the watch
     */
    CompletableFuture<Void> ended();

    /**
     * Ends the watch. Does not wait: a callback that is running, or just about to, may still run on return, but no other follows it;
     * {@link #ended()} tells when it has returned. May be called from a callback, and more than once.
     */
    @Override
    void close();
}
