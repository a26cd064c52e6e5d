package io.gatewaystore.testkit.contract;

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
import io.gatewaystore.session.Session;
import io.gatewaystore.status.StateListener;
import io.gatewaystore.status.StoreStatus;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchCursor;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Every verb of the {@link AsyncStore}, awaited, so that a test is written once for both interfaces. Overrides what {@link Store} derives from
 * other verbs too, since the asynchronous interface derives it for itself.
 */
final class AwaitingStore implements Store {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final AsyncStore async;

    AwaitingStore(AsyncStore async) {
        this.async = async;
    }

    @Override
    public Optional<Entry> get(String key) {
        return await(async.get(key));
    }

    @Override
    public Optional<Entry> get(String key, ReadOptions options) {
        return await(async.get(key, options));
    }

    @Override
    public Listing list(KeyRange range) {
        return await(async.list(range));
    }

    @Override
    public Listing list(KeyRange range, ReadOptions options) {
        return await(async.list(range, options));
    }

    @Override
    public KeyListing keys(KeyRange range) {
        return await(async.keys(range));
    }

    @Override
    public KeyListing keys(KeyRange range, ReadOptions options) {
        return await(async.keys(range, options));
    }

    @Override
    public Count count(KeyRange range) {
        return await(async.count(range));
    }

    @Override
    public Count count(KeyRange range, ReadOptions options) {
        return await(async.count(range, options));
    }

    @Override
    public WriteResult.Applied put(String key, Bytes value) {
        return await(async.put(key, value));
    }

    @Override
    public WriteResult.Applied put(String key, Bytes value, WriteOptions options) {
        return await(async.put(key, value, options));
    }

    @Override
    public WriteResult create(String key, Bytes value) {
        return await(async.create(key, value));
    }

    @Override
    public WriteResult create(String key, Bytes value, WriteOptions options) {
        return await(async.create(key, value, options));
    }

    @Override
    public WriteResult replace(Entry entry, Bytes value) {
        return await(async.replace(entry, value));
    }

    @Override
    public WriteResult replace(String key, long modRevision, Bytes value) {
        return await(async.replace(key, modRevision, value));
    }

    @Override
    public WriteResult replace(String key, long modRevision, Bytes value, WriteOptions options) {
        return await(async.replace(key, modRevision, value, options));
    }

    @Override
    public Deleted delete(String key) {
        return await(async.delete(key));
    }

    @Override
    public WriteResult deleteIf(Entry entry) {
        return await(async.deleteIf(entry));
    }

    @Override
    public WriteResult deleteIf(String key, long modRevision) {
        return await(async.deleteIf(key, modRevision));
    }

    @Override
    public Deleted deleteRange(KeyRange range) {
        return await(async.deleteRange(range));
    }

    @Override
    public Updated update(String key, Function<Optional<Bytes>, Bytes> change) {
        return await(async.update(key, change));
    }

    @Override
    public TxnResult commit(Txn txn) {
        return await(async.commit(txn));
    }

    @Override
    public Watch watch(KeyRange range, WatchListener listener) {
        return established(async.watch(range, listener));
    }

    @Override
    public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
        return established(async.watch(range, options, listener));
    }

    /** The asynchronous interface has none, since taking an event is waiting for it. */
    @Override
    public WatchCursor cursor(KeyRange range, WatchOptions options) {
        return async.blocking().cursor(range, options);
    }

    @Override
    public void reconfigure(StoreConfig config) {
        await(async.reconfigure(config));
    }

    @Override
    public Session session() {
        return await(async.session());
    }

    @Override
    public Session openSession(Duration ttl) {
        return await(async.openSession(ttl));
    }

    @Override
    public Store namespace(String name) {
        return new AwaitingStore(async.namespace(name));
    }

    @Override
    public Store withDeadline(Duration deadline) {
        return new AwaitingStore(async.withDeadline(deadline));
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

    private static Watch established(Watch watch) {
        await(watch.established());
        return watch;
    }

    /** Waits for a future, whose failure must be the exception itself: what is wrapped reaches the test as it is. */
    private static <T> T await(CompletableFuture<T> call) {
        try {
            return call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw atCaller(Objects.requireNonNull(e.getCause(), "the cause of a failed future"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a future", e);
        } catch (TimeoutException e) {
            throw new AssertionError("the future did not complete within " + PATIENCE, e);
        }
    }

    private static RuntimeException atCaller(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }
}
