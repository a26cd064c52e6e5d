package io.gatewaystore;

import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.session.Session;
import io.gatewaystore.status.StateListener;
import io.gatewaystore.status.StoreStatus;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The verbs of {@link Store} without blocking. The meaning of every verb, its options, and what it fails with are told there.
 *
 * <p><strong>Futures</strong> complete with a {@link io.gatewaystore.error.StoreException} itself, never wrapped, when a call fails. Mistakes in the
 * arguments are thrown by the call. Futures complete on an I/O thread, or on the caller's where the answer is at
 * hand, as in memory; those of {@link #update}, of a large listing, and of a write whose turn did not come in time, may also complete on a thread of the store's own.
 * What depends on them directly must not block, and a blocking call of the store there fails at once; use the {@code …Async} methods of {@link CompletableFuture} with an executor of your own
 * for longer work.
 *
 * <p><strong>Cancelling</strong> a future withdraws its call: not sent yet, it is never sent; under way, it is cancelled and its outcome is
 * unknown. It is the future a method returned that must be cancelled: cancelling one derived from it ({@code thenApply} and the like) leaves
 * the call alone.
 *
 * <p>There is no {@linkplain Store#cursor cursor} here, since taking an event means waiting for it: use a listener, or {@link #blocking()}. Replicas, groups of them, locks, elections, counters
 * and settings are made of waiting too, and belong to a thread while they do: call them through {@link #blocking()}, on an executor of your own ({@code supplyAsync(lock::acquire, executor)};
 * virtual threads do well). What is held then, or copied, blocks nowhere: {@link io.gatewaystore.coordination.HeldLock#lost()}, {@code fenced().async()}, listeners.
 *
 * <p>Thread-safe.
 */
public interface AsyncStore extends AutoCloseable {

    /**
     * Reads a key; see {@link Store#get(String)}.
     *
     * @param key the key
     * @return the entry, or empty if there is none
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    default CompletableFuture<Optional<Entry>> get(String key) {
        return get(key, ReadOptions.linearizable());
    }

    /**
     * Reads a key; see {@link Store#get(String, ReadOptions)}.
     *
     * @param key the key
     * @param options how fresh the answer must be
     * @return the entry, or empty if there is none
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    CompletableFuture<Optional<Entry>> get(String key, ReadOptions options);

    /**
     * Reads a range; see {@link Store#list(KeyRange)}.
     *
     * @param range the range
     * @return its entries at one revision
     */
    default CompletableFuture<Listing> list(KeyRange range) {
        return list(range, ReadOptions.linearizable());
    }

    /**
     * Reads a range; see {@link Store#list(KeyRange, ReadOptions)}.
     *
     * @param range the range
     * @param options how fresh the answer must be
     * @return its entries at one revision
     */
    CompletableFuture<Listing> list(KeyRange range, ReadOptions options);

    /**
     * Reads the keys of a range; see {@link Store#keys(KeyRange)}.
     *
     * @param range the range
     * @return its keys at one revision
     */
    default CompletableFuture<KeyListing> keys(KeyRange range) {
        return keys(range, ReadOptions.linearizable());
    }

    /**
     * Reads the keys of a range; see {@link Store#keys(KeyRange, ReadOptions)}.
     *
     * @param range the range
     * @param options how fresh the answer must be
     * @return its keys at one revision
     */
    CompletableFuture<KeyListing> keys(KeyRange range, ReadOptions options);

    /**
     * Counts the keys of a range; see {@link Store#count(KeyRange)}.
     *
     * @param range the range
     * @return their number
     */
    default CompletableFuture<Count> count(KeyRange range) {
        return count(range, ReadOptions.linearizable());
    }

    /**
     * Counts the keys of a range; see {@link Store#count(KeyRange, ReadOptions)}.
     *
     * @param range the range
     * @param options how fresh the answer must be
     * @return their number
     */
    CompletableFuture<Count> count(KeyRange range, ReadOptions options);

    /**
     * Writes a key; see {@link Store#put(String, Bytes)}.
     *
     * @param key the key
     * @param value the value
     * @return the revision of the write
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    default CompletableFuture<WriteResult.Applied> put(String key, Bytes value) {
        return put(key, value, WriteOptions.permanent());
    }

    /**
     * Writes a key; see {@link Store#put(String, Bytes, WriteOptions)}.
     *
     * @param key the key
     * @param value the value
     * @param options how long the key lives
     * @return the revision of the write
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    CompletableFuture<WriteResult.Applied> put(String key, Bytes value, WriteOptions options);

    /**
     * Writes a key that does not exist; see {@link Store#create(String, Bytes)}.
     *
     * @param key the key
     * @param value the value
     * @return applied, or the conflict with the key that exists
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    default CompletableFuture<WriteResult> create(String key, Bytes value) {
        return create(key, value, WriteOptions.permanent());
    }

    /**
     * Writes a key that does not exist; see {@link Store#create(String, Bytes, WriteOptions)}.
     *
     * @param key the key
     * @param value the value
     * @param options how long the key lives
     * @return applied, or the conflict with the key that exists
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    CompletableFuture<WriteResult> create(String key, Bytes value, WriteOptions options);

    /**
     * Writes a key that has not changed since it was read; see {@link Store#replace(Entry, Bytes)}.
     *
     * @param entry the entry as it was read
     * @param value the new value
     * @return applied, or the conflict with what the key is now
     */
    default CompletableFuture<WriteResult> replace(Entry entry, Bytes value) {
        return replace(entry.key(), entry.modRevision(), value);
    }

    /**
     * Writes a key whose last write was at a known revision; see {@link Store#replace(String, long, Bytes)}.
     *
     * @param key the key
     * @param modRevision the revision of its last write, at least 1
     * @param value the new value
     * @return applied, or the conflict with what the key is now
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode, or the revision is below 1
     */
    default CompletableFuture<WriteResult> replace(String key, long modRevision, Bytes value) {
        return replace(key, modRevision, value, WriteOptions.keepLease());
    }

    /**
     * Writes a key whose last write was at a known revision; see {@link Store#replace(String, long, Bytes, WriteOptions)}.
     *
     * @param key the key
     * @param modRevision the revision of its last write, at least 1
     * @param value the new value
     * @param options how long the key lives
     * @return applied, or the conflict with what the key is now
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode, or the revision is below 1
     */
    CompletableFuture<WriteResult> replace(String key, long modRevision, Bytes value, WriteOptions options);

    /**
     * Deletes a key; see {@link Store#delete}.
     *
     * @param key the key
     * @return whether there was one
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    default CompletableFuture<Deleted> delete(String key) {
        return deleteRange(KeyRange.single(key));
    }

    /**
     * Deletes a key that has not changed since it was read; see {@link Store#deleteIf(Entry)}.
     *
     * @param entry the entry as it was read
     * @return applied, or the conflict with what the key is now
     */
    default CompletableFuture<WriteResult> deleteIf(Entry entry) {
        return deleteIf(entry.key(), entry.modRevision());
    }

    /**
     * Deletes a key whose last write was at a known revision; see {@link Store#deleteIf(String, long)}.
     *
     * @param key the key
     * @param modRevision the revision of its last write, at least 1
     * @return applied, or the conflict with what the key is now
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode, or the revision is below 1
     */
    CompletableFuture<WriteResult> deleteIf(String key, long modRevision);

    /**
     * Deletes every key of a range; see {@link Store#deleteRange}.
     *
     * @param range the range
     * @return how many keys there were
     */
    CompletableFuture<Deleted> deleteRange(KeyRange range);

    /**
     * Reads, changes and writes a key; see {@link Store#update}.
     *
     * @param key the key
     * @param change makes the new value of the old one; runs on a thread of the store's own
     * @return the value as it stands in the end
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    CompletableFuture<Updated> update(String key, Function<Optional<Bytes>, Bytes> change);

    /**
     * Runs a transaction; see {@link Store#commit}.
     *
     * @param txn the transaction
     * @return how it ended
     * @throws IllegalArgumentException if a branch writes a key twice, or a key is empty or not well-formed Unicode
     */
    CompletableFuture<TxnResult> commit(Txn txn);

    /**
     * Watches a range for changes from now on; see {@link Store#watch(KeyRange, WatchListener)}.
     *
     * @param range the range
     * @param listener what is told
     * @return the watch, not yet accepted by the store: {@link Watch#established()} tells when it is, or that it failed,
     *     as on a closed store
     */
    default Watch watch(KeyRange range, WatchListener listener) {
        return watch(range, WatchOptions.fromNow(), listener);
    }

    /**
     * Watches a range; see {@link Store#watch(KeyRange, WatchOptions, WatchListener)}.
     *
     * @param range the range
     * @param options where it begins and what it carries
     * @param listener what is told
     * @return the watch, not yet accepted by the store: {@link Watch#established()} tells when it is, or that it failed,
     *     as on a closed store
     */
    Watch watch(KeyRange range, WatchOptions options, WatchListener listener);

    /**
     * The session that all who ask for it share; see {@link Store#session()}.
     *
     * @return the session
     */
    CompletableFuture<Session> session();

    /**
     * Opens a session of its own; see {@link Store#openSession}.
     *
     * @param ttl how long what is bound to it outlives this client: whole seconds, from 2 to 18,250 days
     * @return the session
     * @throws IllegalArgumentException if the time is shorter than 2 s, longer than 18,250 days, or has a fraction of a second
     */
    CompletableFuture<Session> openSession(Duration ttl);

    /**
     * The part of this store under a prefix; see {@link Store#namespace}.
     *
     * @param name the prefix
     * @return a view
     * @throws IllegalArgumentException if the name is empty, ends with a slash, or is not well-formed Unicode
     */
    AsyncStore namespace(String name);

    /**
     * This store with another deadline for every call; see {@link Store#withDeadline}.
     *
     * @param deadline the time a call may take in all, above zero
     * @return a view
     * @throws IllegalArgumentException if the time is zero or negative
     */
    AsyncStore withDeadline(Duration deadline);

    /**
     * Lets the running store go by another configuration; see {@link Store#reconfigure}.
     *
     * @param config the configuration to go by
     * @return completes on a thread of the store's own when the change is made. Cancelling it withdraws a change that waits for its turn and
     *     abandons one that is being proven
     */
    CompletableFuture<Void> reconfigure(StoreConfig config);

    /**
     * The same store for callers that wait.
     *
     * @return a view
     */
    Store blocking();

    /**
     * Tells what this store knows about itself; see {@link Store#status()}.
     *
     * @return the status at this moment
     */
    StoreStatus status();

    /**
     * Tells a listener of every change of this store's state; see {@link Store#onStateChange}.
     *
     * @param listener is told, on a thread of the store's
     * @return stands for the listener, to end it
     */
    Subscription onStateChange(StateListener listener);

    /**
     * Gives access to what lies beneath, for bridges to other libraries.
     *
     * @param type the type wanted
     * @param <T> the type wanted
     * @return an object of it, or empty if the backend has none
     */
    <T> Optional<T> unwrap(Class<T> type);

    /** Closes the store and every view of it; see {@link Store#close()}. */
    @Override
    void close();
}
