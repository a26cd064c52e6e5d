package io.gatewaystore.spi;

import io.gatewaystore.Bytes;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.NotSupportedException;
import io.gatewaystore.status.StoreStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A store's engine: a handful of requests on raw keys.
 *
 * <p>Requests come checked (keys not empty, transactions within {@link #limits()}, no key written twice). Every future is one the backend made
 * itself; it completes within the deadline, with an answer or exceptionally with a {@link io.gatewaystore.error.StoreException}, never
 * wrapped. Cancelling it withdraws the request as far as that is possible. The order of requests need not be kept: a store has at most one write to a
 * key under way.
 *
 * <p>The revision of an empty store is 1. A request that changes something takes the next one, a request that changes nothing takes none.
 *
 * <p>What a backend does not have, it answers with {@link io.gatewaystore.error.NotSupportedException}; that it keeps no history, with
 * {@link io.gatewaystore.error.CompactedException} and {@link WatchSink#historyLost}.
 *
 * <p>Threads that complete futures or call a {@link WatchSink} must be {@link IoThread}s unless they are the caller's own.
 *
 * <p>Thread-safe.
 */
public interface Backend extends AutoCloseable {

    /**
     * Reads a range.
     *
     * @param request what to read
     * @param deadline when the answer must be there
     * @return the entries; fails with {@link io.gatewaystore.error.CompactedException} or
     *     {@link io.gatewaystore.error.FutureRevisionException} if the revision asked for cannot be read any more, or yet
     */
    CompletableFuture<Response.Range> range(Request.Range request, Deadline deadline);

    /**
     * Writes a key.
     *
     * @param request what to write
     * @param deadline when the answer must be there
     * @return the revision of the write; fails with {@link io.gatewaystore.error.LeaseNotFoundException} if there is no such lease
     */
    CompletableFuture<Response.Put> put(Request.Put request, Deadline deadline);

    /**
     * Deletes a range.
     *
     * @param request what to delete
     * @param deadline when the answer must be there
     * @return the number of keys deleted
     */
    CompletableFuture<Response.Delete> delete(Request.Delete request, Deadline deadline);

    /**
     * Runs a transaction.
     *
     * @param request the transaction
     * @param deadline when the answer must be there
     * @return its result; fails as a write in it would
     */
    CompletableFuture<Response.Txn> txn(Request.Txn request, Deadline deadline);

    /**
     * Grants a lease.
     *
     * @param ttl whole seconds, from 2 to 18,250 days
     * @param deadline when the answer must be there
     * @return the lease's id, an unsigned 64-bit number other than 0
     */
    CompletableFuture<Long> grantLease(Duration ttl, Deadline deadline);

    /**
     * Revokes a lease; its keys are deleted in one revision.
     *
     * @param lease the lease's id
     * @param deadline when the answer must be there
     * @return the store's revision when it is revoked; fails with {@link io.gatewaystore.error.LeaseNotFoundException} if there
     *     is none
     */
    CompletableFuture<Long> revokeLease(long lease, Deadline deadline);

    /**
     * Renews a lease: its time begins anew.
     *
     * @param lease the lease's id
     * @param deadline when the answer must be there
     * @return the time that was granted, which began no earlier than this call; fails with
     *     {@link io.gatewaystore.error.LeaseNotFoundException} if there is no such lease, or no longer
     */
    CompletableFuture<Duration> renewLease(long lease, Deadline deadline);

    /**
     * Tells which keys hang on a lease.
     *
     * @param lease the lease's id
     * @param deadline when the answer must be there
     * @return the keys, in any order; fails with {@link io.gatewaystore.error.LeaseNotFoundException} if there is no such lease, or no longer
     */
    CompletableFuture<List<Bytes>> leaseKeys(long lease, Deadline deadline);

    /**
     * Starts a watch. The backend resumes it by itself after broken connections, at the revision after the last one it handed to the sink.
     *
     * @param request what to watch
     * @param sink what is told, from within this call on
     * @return the handle to end it
     */
    BackendWatch watch(Request.Watch request, WatchSink sink);

    /**
     * The history that the backend believes to be at. It is another object once it has told a watch that history was lost other than by compaction; a
     * watch that had not begun then, or was not there for a while, can be told from its {@link Request.Watch#history()} that this concerns it too.
     *
     * @return something to be compared by identity; always the same, as is the case unless overridden, if the backend never loses its history
     */
    default Object history() {
        return Backend.class;
    }

    /**
     * The clock by which leases expire, if the backend has one of its own that tests can move. Sessions count their validity by it.
     *
     * @return the clock; empty, as is the case unless overridden, if leases expire by real time
     */
    default Optional<MonotonicClock> clock() {
        return Optional.empty();
    }

    /**
     * What the backend takes in one request.
     *
     * @return the limits
     */
    Limits limits();

    /**
     * Goes over to another configuration of the same backend and namespace, in place. It is proven as {@link BackendProvider#open} would, within its
     * {@link StoreConfig#connectTimeout()} and even if {@link StoreConfig#startAnyway()}; whatever fails, nothing has changed. No request fails for
     * a change that succeeds, and watches go on with nothing lost and nothing repeated.
     *
     * <p>May block. Called by one thread at a time, which is interrupted when the store is closed or the caller has lost interest.
     *
     * @param config the configuration, which is valid
     * @throws io.gatewaystore.error.NotSupportedException if the backend cannot do this, as is the case unless overridden
     * @throws io.gatewaystore.error.StoreException as {@link BackendProvider#open}; and
     *     {@link io.gatewaystore.error.ConnectionFailedException} if other state than that of before is found there
     */
    default void reconfigure(StoreConfig config) {
        throw new NotSupportedException(
                "the backend cannot change its configuration while it runs; close the store and open another", null);
    }

    /**
     * Adds what the backend knows about itself: its name and, where it has some, its certificates. Asks no server, never waits, and may be
     * called after {@link #close()} too.
     *
     * @param status takes what is known; unless it is given a name for the backend, it has that of the class
     */
    default void describe(StoreStatus.Builder status) {}

    /**
     * Takes what is to be run whenever the {@linkplain StoreStatus#state() state} that {@link #describe} tells may have changed. It returns at once. A backend
     * whose state never changes ignores it, as is the case unless overridden.
     *
     * @param changed what is to be run, on an {@link IoThread}; takes the place of an earlier one
     */
    default void onStateChange(Runnable changed) {}

    /**
     * Gives access to what lies beneath, for bridges.
     *
     * @param type the type wanted
     * @param <T> the type wanted
     * @return an object of it, or empty if this backend has none
     */
    default <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
    }

    /**
     * Ends everything within two seconds: requests under way or made later and watches fail with
     * {@link io.gatewaystore.error.StoreClosedException}, threads and connections are gone. May be called more than once.
     */
    @Override
    void close();
}
