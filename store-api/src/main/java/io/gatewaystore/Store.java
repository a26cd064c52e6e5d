package io.gatewaystore;

import io.gatewaystore.codec.Codec;
import io.gatewaystore.codec.TypedStore;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.coordination.Election;
import io.gatewaystore.coordination.StoreLock;
import io.gatewaystore.internal.Stores;
import io.gatewaystore.replica.Replica;
import io.gatewaystore.replica.ReplicaGroup;
import io.gatewaystore.session.Session;
import io.gatewaystore.status.StateListener;
import io.gatewaystore.status.StoreStatus;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import io.gatewaystore.value.Counter;
import io.gatewaystore.value.Setting;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchCursor;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * An ordered map from keys to values that many processes share, under one strictly increasing <em>revision</em>.
 *
 * <pre>{@code
 * try (Store store = Store.open()) {                       // GATEWAY_STORE_BACKEND decides: memory or etcd
 *     store.put("services/billing", Bytes.utf8("http://10.0.0.7:8080"));
 *     store.watch(KeyRange.directory("services"), changes -> changes.forEach(System.out::println));
 * }
 * }</pre>
 *
 * <p><strong>Model.</strong> Every write creates one revision of the whole store; single-key writes that overlap may share one, a transaction of
 * {@link #commit} never does. An {@link Entry} carries the revision that created its key
 * and the one that last wrote it. Keys are well-formed text, not empty, ordered by the unsigned bytes of their UTF-8 form; values are
 * {@link Bytes}. An absent key is an empty {@link Optional}; a lost race is a {@link WriteResult.Conflict}.
 *
 * <p><strong>Reads</strong> are linearizable unless {@link ReadOptions} say otherwise.
 *
 * <p><strong>Writes and failure.</strong> A write that fails with {@link io.gatewaystore.error.Outcome#UNKNOWN} may have been applied, or may be
 * applied later; reading the key does not settle it. The forms that name a modRevision ({@link #replace}, {@link #deleteIf}, a transaction
 * with such a compare) can be repeated with the same modRevision: at most one copy can win. They are recommended wherever it matters. If a
 * repetition meets a conflict, an earlier copy may be what won; only a value that nobody else writes, with an id in it, tells. The store itself
 * repeats them so when a connection breaks, within their deadline, and fails with an unknown outcome only where it cannot tell which copy won.
 * Writes to one key from one opened store, its views included, are applied in the order they were submitted; the promise ends at an
 * outcome that is unknown.
 *
 * <p><strong>Deadline.</strong> Every call ends within the request timeout of the configuration (5 s unless set), or that of
 * {@link #withDeadline}, retries and pages included.
 *
 * <p><strong>Errors</strong> are {@link io.gatewaystore.error.StoreException}s. Any call can fail with
 * {@link io.gatewaystore.error.DeadlineExceededException}, {@link io.gatewaystore.error.UnavailableException},
 * {@link io.gatewaystore.error.PermissionDeniedException}, {@link io.gatewaystore.error.AuthenticationException},
 * {@link io.gatewaystore.error.StoreClosedException} and, when its thread is interrupted,
 * {@link io.gatewaystore.error.InterruptedStoreException}; a write also with {@link io.gatewaystore.error.RequestTooLargeException} and
 * {@link io.gatewaystore.error.QuotaExceededException}. A blocking call on one of the store's own I/O threads, on which futures of
 * {@link #async()} complete, fails at once with {@link IllegalStateException}, since it could wait for itself.
 *
 * <p><strong>Life.</strong> One opened store serves a whole application. Its views ({@link #namespace}, {@link #withDeadline},
 * {@link #typed}, {@link #async}) cost nothing and share its life: closing any of them closes the store.
 *
 * <p>Thread-safe.
 */
public interface Store extends AutoCloseable {

    /**
     * Opens the store that the environment describes: {@code open(StoreConfig.load())}.
     *
     * @return an open store
     * @throws io.gatewaystore.error.ConfigurationException if a variable is wrong, naming every one that is
     * @throws io.gatewaystore.error.ConnectionFailedException if the store cannot be reached within the connect timeout, naming endpoint,
     *     cause and remedy
     * @throws io.gatewaystore.error.AuthenticationException if user name or password are wrong, or demanded and not configured
     * @throws io.gatewaystore.error.PermissionDeniedException if the user may touch nothing in the namespace
     * @throws io.gatewaystore.error.InterruptedStoreException if the thread is interrupted while the store connects
     */
    static Store open() {
        return open(StoreConfig.load());
    }

    /**
     * Opens a store.
     *
     * @param config which backend, and how to reach it
     * @return an open store, in the namespace of the configuration
     * @throws io.gatewaystore.error.ConfigurationException if the backend is not on the class path, naming the Maven artifact to add, or
     *     something the configuration names is unusable
     * @throws io.gatewaystore.error.ConnectionFailedException if the store cannot be reached within the connect timeout, naming endpoint,
     *     cause and remedy
     * @throws io.gatewaystore.error.AuthenticationException if user name or password are wrong, or demanded and not configured
     * @throws io.gatewaystore.error.PermissionDeniedException if the user may touch nothing in the namespace
     * @throws io.gatewaystore.error.InterruptedStoreException if the thread is interrupted while the store connects
     */
    static Store open(StoreConfig config) {
        return Stores.open(config);
    }

    /**
     * Reads a key.
     *
     * @param key the key
     * @return the entry, or empty if there is none; {@link #list} on {@link KeyRange#single} tells the revision of an absence too
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    default Optional<Entry> get(String key) {
        return get(key, ReadOptions.linearizable());
    }

    /**
     * Reads a key.
     *
     * @param key the key
     * @param options how fresh the answer must be
     * @return the entry, or empty if there is none
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     * @throws io.gatewaystore.error.CompactedException if the revision asked for is compacted
     * @throws io.gatewaystore.error.FutureRevisionException if the revision asked for does not exist yet
     */
    Optional<Entry> get(String key, ReadOptions options);

    /**
     * Reads a range.
     *
     * @param range the range
     * @return its entries, all at one revision however many there are
     */
    default Listing list(KeyRange range) {
        return list(range, ReadOptions.linearizable());
    }

    /**
     * Reads a range.
     *
     * @param range the range
     * @param options how fresh the answer must be
     * @return its entries, all at one revision however many there are
     * @throws io.gatewaystore.error.CompactedException if the revision is compacted, before or during the listing
     * @throws io.gatewaystore.error.FutureRevisionException if the revision asked for does not exist yet
     */
    Listing list(KeyRange range, ReadOptions options);

    /**
     * Reads the keys of a range without their values, which do not travel.
     *
     * @param range the range
     * @return its keys, all at one revision however many there are
     */
    default KeyListing keys(KeyRange range) {
        return keys(range, ReadOptions.linearizable());
    }

    /**
     * Reads the keys of a range without their values, which do not travel.
     *
     * @param range the range
     * @param options how fresh the answer must be
     * @return its keys, all at one revision however many there are
     * @throws io.gatewaystore.error.CompactedException if the revision is compacted, before or during the listing
     * @throws io.gatewaystore.error.FutureRevisionException if the revision asked for does not exist yet
     */
    KeyListing keys(KeyRange range, ReadOptions options);

    /**
     * Counts the keys of a range without reading them.
     *
     * @param range the range
     * @return their number
     */
    default Count count(KeyRange range) {
        return count(range, ReadOptions.linearizable());
    }

    /**
     * Counts the keys of a range without reading them.
     *
     * @param range the range
     * @param options how fresh the answer must be
     * @return their number
     * @throws io.gatewaystore.error.CompactedException if the revision asked for is compacted
     * @throws io.gatewaystore.error.FutureRevisionException if the revision asked for does not exist yet
     */
    Count count(KeyRange range, ReadOptions options);

    /**
     * Writes a key, whatever it held, and leaves it permanent. If the outcome is unknown, a repetition can overwrite somebody's later
     * write; {@link #replace} cannot.
     *
     * @param key the key
     * @param value the value
     * @return the revision of the write
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    default WriteResult.Applied put(String key, Bytes value) {
        return put(key, value, WriteOptions.permanent());
    }

    /**
     * Writes a key, whatever it held. If the outcome is unknown, a repetition can overwrite somebody's later write; {@link #replace}
     * cannot.
     *
     * @param key the key
     * @param value the value
     * @param options how long the key lives
     * @return the revision of the write
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    WriteResult.Applied put(String key, Bytes value, WriteOptions options);

    /**
     * Writes a key that does not exist, and leaves it permanent. If the outcome is unknown, the key may appear later, even after it was
     * seen absent.
     *
     * @param key the key
     * @param value the value
     * @return applied, or the conflict with the key that exists
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    default WriteResult create(String key, Bytes value) {
        return create(key, value, WriteOptions.permanent());
    }

    /**
     * Writes a key that does not exist. If the outcome is unknown, the key may appear later, even after it was seen absent.
     *
     * @param key the key
     * @param value the value
     * @param options how long the key lives
     * @return applied, or the conflict with the key that exists
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    WriteResult create(String key, Bytes value, WriteOptions options);

    /**
     * Writes a key that has not changed since it was read, and keeps its TTL if it has one.
     *
     * @param entry the entry as it was read
     * @param value the new value
     * @return applied, or the conflict with what the key is now
     */
    default WriteResult replace(Entry entry, Bytes value) {
        return replace(entry.key(), entry.modRevision(), value);
    }

    /**
     * Writes a key whose last write was at a known revision, and keeps its TTL if it has one. Safe to repeat after an unknown outcome:
     * at most one copy can win.
     *
     * @param key the key
     * @param modRevision the revision of its last write, at least 1
     * @param value the new value
     * @return applied, or the conflict with what the key is now
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode, or the revision is below 1
     */
    default WriteResult replace(String key, long modRevision, Bytes value) {
        return replace(key, modRevision, value, WriteOptions.keepLease());
    }

    /**
     * Writes a key whose last write was at a known revision. Safe to repeat after an unknown outcome: at most one copy can win.
     *
     * @param key the key
     * @param modRevision the revision of its last write, at least 1
     * @param value the new value
     * @param options how long the key lives
     * @return applied, or the conflict with what the key is now
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode, or the revision is below 1
     */
    WriteResult replace(String key, long modRevision, Bytes value, WriteOptions options);

    /**
     * Deletes a key, whatever it holds. If the outcome is unknown, a later write of somebody can still be deleted; {@link #deleteIf} cannot
     * do that.
     *
     * @param key the key
     * @return whether there was one: {@link Deleted#keys()} is 1 or 0
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    default Deleted delete(String key) {
        return deleteRange(KeyRange.single(key));
    }

    /**
     * Deletes a key that has not changed since it was read. Safe to repeat after an unknown outcome.
     *
     * @param entry the entry as it was read
     * @return applied, or the conflict with what the key is now
     */
    default WriteResult deleteIf(Entry entry) {
        return deleteIf(entry.key(), entry.modRevision());
    }

    /**
     * Deletes a key whose last write was at a known revision. Safe to repeat after an unknown outcome.
     *
     * @param key the key
     * @param modRevision the revision of its last write, at least 1
     * @return applied, or the conflict with what the key is now
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode, or the revision is below 1
     */
    WriteResult deleteIf(String key, long modRevision);

    /**
     * Deletes every key of a range, in one revision.
     *
     * @param range the range
     * @return how many keys there were
     */
    Deleted deleteRange(KeyRange range);

    /**
     * Reads a key, computes its new value, and writes that if nobody came between; else again, until the deadline. Bytes equal to the old
     * ones are not written. The key keeps its TTL if it has one. The function's own time counts, but it is not interrupted: the deadline is looked
     * at when it has returned.
     *
     * @param key the key
     * @param change makes the new value of the old one, or of empty if the key does not exist. May be called several times, so it should have
     *     no side effects; runs on a thread of the store's own and may block. What it throws ends the update and reaches the caller, a checked
     *     exception as the cause of an {@link IllegalStateException}
     * @return the value as it stands in the end
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     */
    Updated update(String key, Function<Optional<Bytes>, Bytes> change);

    /**
     * Runs a transaction, in a revision of its own if it writes anything.
     *
     * @param txn the transaction
     * @return how it ended
     * @throws IllegalArgumentException if a branch writes a key twice, or a key is empty or not well-formed Unicode
     * @throws io.gatewaystore.error.RequestTooLargeException if it has more operations, or more bytes, than the store takes
     */
    TxnResult commit(Txn txn);

    /**
     * Watches a range for changes from now on: {@code watch(range, WatchOptions.fromNow(), listener)}.
     *
     * @param range the range
     * @param listener what is told
     * @return the running watch; the store has accepted it, so a change made after this call returned is delivered
     */
    default Watch watch(KeyRange range, WatchListener listener) {
        return watch(range, WatchOptions.fromNow(), listener);
    }

    /**
     * Watches a range. Returns when the store has accepted the watch; callbacks may begin before that. The watch then goes on, through
     * every break, until it or the store is closed.
     *
     * @param range the range
     * @param options where it begins and what it carries
     * @param listener what is told
     * @return the running watch
     * @throws io.gatewaystore.error.DeadlineExceededException if the store did not accept the watch, or its snapshot or baseline could not be
     *     read, within the deadline; the watch is closed then
     */
    Watch watch(KeyRange range, WatchOptions options, WatchListener listener);

    /**
     * Watches a range for changes from now on, to take them instead of being called: {@code cursor(range, WatchOptions.fromNow())}.
     *
     * @param range the range
     * @return the cursor; the store has accepted its watch, so a change made after this call returned will be given
     */
    default WatchCursor cursor(KeyRange range) {
        return cursor(range, WatchOptions.fromNow());
    }

    /**
     * Watches a range, to take events instead of being called. Returns when the store has accepted the watch, which then goes on, through every
     * break, until the cursor or the store is closed. What is not taken waits in the queue of the options; see {@link WatchCursor}.
     *
     * @param range the range
     * @param options where it begins and what it carries
     * @return the cursor
     * @throws io.gatewaystore.error.DeadlineExceededException if the store did not accept the watch, or its snapshot or baseline could not be
     *     read, within the deadline; the watch is closed then
     */
    WatchCursor cursor(KeyRange range, WatchOptions options);

    /**
     * Copies a range into memory and keeps the copy up to date, for reads without I/O. Returns when the range has been read, so that a replica is never
     * empty for want of an answer; a large range may need {@linkplain #withDeadline more time} than the usual deadline.
     *
     * @param range the range
     * @param codec how values are decoded
     * @param <V> the type of the values
     * @return the running replica, to be closed
     * @throws io.gatewaystore.error.DeadlineExceededException if the range could not be read within the deadline
     */
    default <V> Replica<V> replicate(KeyRange range, Codec<V> codec) {
        return new Replica<>(this, range, codec);
    }

    /**
     * Replicas on many nodes that say, when they are asked, how far they are. Nothing is read or written.
     *
     * @param name the directory of the group, outside the ranges that are replicated
     * @return the group
     * @throws IllegalArgumentException if the name is empty, ends with a slash, or is not well-formed Unicode
     */
    default ReplicaGroup replicaGroup(String name) {
        return new ReplicaGroup(this, name);
    }

    /**
     * A number under one key that many nodes count up and down. Nothing is read or written.
     *
     * @param key the key
     * @return the counter
     */
    default Counter counter(String key) {
        return new Counter(this, key);
    }

    /**
     * One typed value that each node has at hand and is told changes of. Returns when it has been read.
     *
     * @param key the key
     * @param codec how the value becomes bytes
     * @param <T> the type of the value
     * @return the setting, to be closed
     * @throws IllegalArgumentException if the key is empty or not well-formed Unicode
     * @throws io.gatewaystore.error.DeadlineExceededException if the value could not be read within the deadline
     */
    default <T> Setting<T> setting(String key, Codec<T> codec) {
        return new Setting<>(this, key, codec);
    }

    /**
     * The session that all who ask for it share, views of the store included: opened when it is first asked for, with the TTL of the configuration
     * ({@link StoreConfig#sessionTtl()}), and again after it was closed.
     *
     * @return the session, whose registrations are in the namespace of this store
     * @throws io.gatewaystore.error.NotSupportedException if the backend has no leases
     */
    Session session();

    /**
     * Opens a session of its own.
     *
     * @param ttl how long what is bound to it outlives this client: whole seconds, from 2 to 18,250 days
     * @return the session, to be closed by the caller; it ends with the store too
     * @throws IllegalArgumentException if the time is shorter than 2 s, longer than 18,250 days, or has a fraction of a second
     * @throws io.gatewaystore.error.NotSupportedException if the backend has no leases
     */
    Session openSession(Duration ttl);

    /**
     * A lock on the {@linkplain #session() shared session}: {@code StoreLock.on(session(), name)}.
     *
     * @param name the directory in which those who wait leave their tickets, such as {@code jobs/nightly}
     * @return the lock, not held yet
     * @throws IllegalArgumentException if the name is empty, ends with a slash, or is not well-formed Unicode
     */
    default StoreLock lock(String name) {
        return StoreLock.on(session(), name);
    }

    /**
     * An election on the {@linkplain #session() shared session}: {@code Election.on(session(), name)}.
     *
     * @param name the directory in which candidates stand, such as {@code cores/active}
     * @return the election
     * @throws IllegalArgumentException if the name is empty, ends with a slash, or is not well-formed Unicode
     */
    default Election election(String name) {
        return Election.on(session(), name);
    }

    /**
     * The part of this store under a prefix, as a store. Keys, ranges, watches and transactions of the view are relative to it and cannot
     * reach outside.
     *
     * @param name the prefix, such as {@code gateway/cluster_1}; a slash is put between it and every key
     * @return a view
     * @throws IllegalArgumentException if the name is empty, ends with a slash, or is not well-formed Unicode
     */
    Store namespace(String name);

    /**
     * This store with another deadline for every call. A watch has it for being established, and for every listing it needs later,
     * which is tried again with more time; it does not end a watch that runs.
     *
     * @param deadline the time a call may take in all, above zero
     * @return a view
     * @throws IllegalArgumentException if the time is zero or negative
     */
    Store withDeadline(Duration deadline);

    /**
     * Lets the running store go by another configuration: to other hosts, from plaintext to TLS and back, as another user. The store, its views
     * and its watches stay what they are, and so do leases, which live in the store. Returns when the change is made.
     *
     * <p>The new configuration is proven first, within its connect timeout, as if a store were opened by it: files are read and checked, and one
     * read is answered. Every endpoint is probed to the end, for which one that does not answer takes the whole connect timeout; those that fail
     * are logged, and one that is well is enough. If none is, this throws what {@link #open(StoreConfig)} would throw, even with
     * {@link StoreConfig#startAnyway()}; nothing has changed then, and the connections of before still serve. So it is if any endpoint leads to
     * another cluster than the store's, which is {@link io.gatewaystore.error.ConnectionFailure#OTHER_CLUSTER}. An endpoint that does not answer
     * cannot tell where it leads; if it leads to another cluster when it answers later, it is set aside
     * ({@link io.gatewaystore.status.MemberHealth#OTHER_CLUSTER}), as is any such endpoint of a store that is opened.
     *
     * <p>Then every call that begins travels over the new connections. Calls under way end on the old ones, by their own deadlines; a read that
     * meets a failure there is asked again on the new ones. No call fails because of a change that succeeds. Watches move at once and go on after
     * the revision they were last told of, with nothing lost and nothing repeated. When the last call has ended the old connections are closed.
     *
     * <p>Of the new configuration take effect: hosts, TLS, server name, user and password and the connect timeout, for all connections made from
     * now on; the request timeout, for calls that begin, through every view that has no {@linkplain #withDeadline deadline of its own};
     * {@link StoreConfig#followConfig()}; the session TTL, for sessions that begin. Backend and namespace cannot change. If only settings change
     * that connections do not depend on, the connections stay.
     *
     * <p>Changes are made one after another, in the order they were asked for. Closing the store ends them.
     *
     * @param config the configuration to go by, most easily made by {@link StoreConfig#toBuilder()} of the one in effect
     * @throws io.gatewaystore.error.ConfigurationException if it names another backend or namespace, or something that is unusable
     * @throws io.gatewaystore.error.ConnectionFailedException if no endpoint can be reached within the connect timeout, or another cluster answers
     *     at one of them
     * @throws io.gatewaystore.error.AuthenticationException if user name or password are wrong, or demanded and not configured
     * @throws io.gatewaystore.error.PermissionDeniedException if the user may touch nothing in the namespace
     * @throws io.gatewaystore.error.NotSupportedException if the backend cannot do this; those of this library can
     * @throws io.gatewaystore.error.StoreClosedException if the store is closed before the change is made
     * @throws io.gatewaystore.error.InterruptedStoreException if the thread is interrupted while it waits, which gives the change up
     */
    void reconfigure(StoreConfig config);

    /**
     * This store with values of a type.
     *
     * @param codec how values become bytes
     * @param <T> the type
     * @return a view
     */
    default <T> TypedStore<T> typed(Codec<T> codec) {
        return new TypedStore<>(this, codec);
    }

    /**
     * The same store without blocking.
     *
     * @return a view
     */
    AsyncStore async();

    /**
     * Tells what this store knows about itself, its certificates for instance. Asks no server, never waits, and may be called anywhere and
     * at any time, after {@link #close()} too. All views of a store tell the same.
     *
     * @return the status at this moment
     */
    StoreStatus status();

    /**
     * Tells a listener of every change of this store's {@linkplain StoreStatus#state() state} from now on: that it lost its members, that it has them
     * again, that it was closed. Changes of members that leave the state as it is are not told.
     *
     * @param listener is told, on a thread of the store's
     * @return stands for the listener, to end it; it ends with the store too
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

    /**
     * Closes the store and every view of it: sessions are closed, and what is bound to them is deleted if the store can be reached within a second; calls under way fail with {@link io.gatewaystore.error.StoreClosedException}, watches end,
     * a {@linkplain #reconfigure change of the configuration} under way is abandoned, connections and threads end soon after (it waits for them two seconds at most). A
     * listener's callback or the function of an update that is running is not waited for. May be called more than once.
     */
    @Override
    void close();
}
