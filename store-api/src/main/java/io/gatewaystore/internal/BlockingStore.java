package io.gatewaystore.internal;

import io.gatewaystore.AsyncStore;
import io.gatewaystore.Bytes;
import io.gatewaystore.Count;
import io.gatewaystore.Deleted;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyListing;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.Store;
import io.gatewaystore.Subscription;
import io.gatewaystore.Updated;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.session.Session;
import io.gatewaystore.spi.IoThread;
import io.gatewaystore.status.StateListener;
import io.gatewaystore.status.StoreStatus;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchCursor;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the futures of an {@link AsyncStore}. */
final class BlockingStore implements Store {

    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private final BackendStore async;

    /**
     * Wraps a store.
     *
     * @param async the store
     */
    BlockingStore(BackendStore async) {
        this.async = async;
    }

    @Override
    public Optional<Entry> get(String key, ReadOptions options) {
        return await(() -> async.get(key, options), Outcome.NOT_APPLIED);
    }

    @Override
    public Listing list(KeyRange range, ReadOptions options) {
        return await(() -> async.list(range, options), Outcome.NOT_APPLIED);
    }

    @Override
    public KeyListing keys(KeyRange range, ReadOptions options) {
        return await(() -> async.keys(range, options), Outcome.NOT_APPLIED);
    }

    @Override
    public Count count(KeyRange range, ReadOptions options) {
        return await(() -> async.count(range, options), Outcome.NOT_APPLIED);
    }

    @Override
    public WriteResult.Applied put(String key, Bytes value, WriteOptions options) {
        return await(() -> async.put(key, value, options), Outcome.UNKNOWN);
    }

    @Override
    public WriteResult create(String key, Bytes value, WriteOptions options) {
        return await(() -> async.create(key, value, options), Outcome.UNKNOWN);
    }

    @Override
    public WriteResult replace(String key, long modRevision, Bytes value, WriteOptions options) {
        return await(() -> async.replace(key, modRevision, value, options), Outcome.UNKNOWN);
    }

    @Override
    public WriteResult deleteIf(String key, long modRevision) {
        return await(() -> async.deleteIf(key, modRevision), Outcome.UNKNOWN);
    }

    @Override
    public Deleted deleteRange(KeyRange range) {
        return await(() -> async.deleteRange(range), Outcome.UNKNOWN);
    }

    @Override
    public Updated update(String key, Function<Optional<Bytes>, Bytes> change) {
        return await(() -> async.update(key, change), Outcome.UNKNOWN);
    }

    @Override
    public TxnResult commit(Txn txn) {
        return await(() -> async.commit(txn), Outcome.UNKNOWN);
    }

    @Override
    public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
        refuseOnIoThread();
        Watch watch = async.watch(range, options, listener);
        awaitEstablished(range, watch, watch::close);
        return watch;
    }

    @Override
    public WatchCursor cursor(KeyRange range, WatchOptions options) {
        refuseOnIoThread();
        StoreCursor cursor = async.cursor(range, options);
        awaitEstablished(range, cursor.watch(), cursor::close);
        return cursor;
    }

    private void awaitEstablished(KeyRange range, Watch watch, Runnable close) {
        Duration deadline = async.timeout();
        try {
            await(() -> watch.established().orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS), Outcome.NOT_APPLIED);
        } catch (TimedOutException late) {
            close.run();
            throw new DeadlineExceededException(
                    "the watch of " + range + " was not accepted within its deadline of " + deadline
                            + "; the store does not answer",
                    late,
                    Outcome.NOT_APPLIED);
        } catch (RuntimeException | Error notEstablished) {
            close.run();
            throw notEstablished;
        }
    }

    @Override
    public void reconfigure(StoreConfig config) {
        await(() -> async.reconfigure(config), Outcome.UNKNOWN);
    }

    @Override
    public Session session() {
        return await(async::session, Outcome.NOT_APPLIED);
    }

    @Override
    public Session openSession(Duration ttl) {
        return await(() -> async.openSession(ttl), Outcome.NOT_APPLIED);
    }

    @Override
    public Store namespace(String name) {
        return async.namespace(name).blocking();
    }

    @Override
    public Store withDeadline(Duration deadline) {
        return async.withDeadline(deadline).blocking();
    }

    @Override
    public AsyncStore async() {
        return async;
    }

    @Override
    public StoreStatus status() {
        return async.status();
    }

    @Override
    public Subscription onStateChange(StateListener listener) {
        return async.onStateChange(listener);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return async.unwrap(type);
    }

    @Override
    public void close() {
        async.close();
    }

    /** Waits for something that goes on without the caller too, unless that would be on an I/O thread. How it ends is of no interest. */
    static void awaitQuietly(CompletableFuture<?> ending, Duration patience) {
        if (Thread.currentThread() instanceof IoThread) {
            return;
        }
        try {
            ending.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("an ending was not waited for to the end", e);
        }
    }

    static <T> T await(Supplier<CompletableFuture<T>> start, Outcome ifInterrupted) {
        refuseOnIoThread();
        CompletableFuture<T> call = start.get();
        try {
            return call.get();
        } catch (InterruptedException e) {
            call.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedStoreException("the calling thread was interrupted while it waited", e, ifInterrupted);
        } catch (ExecutionException e) {
            throw atCaller(LinkedFuture.unwrap(e));
        }
    }

    private static RuntimeException atCaller(Throwable failure) {
        if (failure instanceof StoreException storeFailure) {
            return storeFailure.atCaller();
        }
        if (failure instanceof TimeoutException) {
            return new TimedOutException(failure);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }

    static void refuseOnIoThread() {
        if (Thread.currentThread() instanceof IoThread) {
            throw new IllegalStateException("a blocking call of the store on its I/O thread '"
                    + Thread.currentThread().getName()
                    + "', which could wait for itself; use the async store there, or continue the future with an executor"
                    + " of your own (thenApplyAsync and the like)");
        }
    }

    /** Tells a watch that took too long from every other failure. */
    private static final class TimedOutException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TimedOutException(Throwable cause) {
            super(cause);
        }
    }
}
