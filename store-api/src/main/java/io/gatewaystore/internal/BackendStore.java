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
import io.gatewaystore.WriteResult.Applied;
import io.gatewaystore.WriteResult.Conflict;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.session.Session;
import io.gatewaystore.spi.Backend;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.status.StateListener;
import io.gatewaystore.status.StoreStatus;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.txn.TxnResult;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** The verbs of a store, in one namespace and with one deadline, as requests to a backend. */
final class BackendStore implements AsyncStore, Coordination {

    private final StoreCore core;
    /** That of the store, with a fence around it if this view is fenced. */
    private final Backend backend;

    private final Namespace namespace;
    private final Supplier<Duration> timeout;
    private final RangeReader reader;

    /**
     * Makes a view.
     *
     * @param backend serves its requests: the store's, or what stands in front of that
     * @param timeout how long a call that begins now may take
     */
    BackendStore(StoreCore core, Backend backend, Namespace namespace, Supplier<Duration> timeout) {
        this.core = core;
        this.backend = backend;
        this.namespace = namespace;
        this.timeout = timeout;
        this.reader = new RangeReader(core, namespace);
    }

    @Override
    public CompletableFuture<Optional<Entry>> get(String key, ReadOptions options) {
        Bytes rawKey = namespace.key(key);
        if (core.isClosed()) {
            return closed();
        }
        return reader.readOne(key, rawKey, options, deadline());
    }

    @Override
    public CompletableFuture<Listing> list(KeyRange range, ReadOptions options) {
        if (core.isClosed()) {
            return closed();
        }
        return reader.readAll(namespace.range(range), options, deadline());
    }

    @Override
    public CompletableFuture<KeyListing> keys(KeyRange range, ReadOptions options) {
        if (core.isClosed()) {
            return closed();
        }
        return reader.readKeys(namespace.range(range), options, deadline());
    }

    @Override
    public CompletableFuture<Count> count(KeyRange range, ReadOptions options) {
        if (core.isClosed()) {
            return closed();
        }
        return reader.count(namespace.range(range), options, deadline());
    }

    @Override
    public CompletableFuture<Applied> put(String key, Bytes value, WriteOptions options) {
        Bytes rawKey = namespace.key(key);
        Objects.requireNonNull(value, "value");
        if (core.isClosed()) {
            return closed();
        }
        if (options.keepsLease()) {
            Deadline until = deadline();
            LeaseKeepingPut put = new LeaseKeepingPut(backend, rawKey, value, until);
            return core.inTurn(put.sample(), until, put::start, Applied::revision);
        }
        return write(
                key,
                options,
                life -> life.put(rawKey, value),
                (put, until) -> LinkedFuture.map(backend.put(put, until), answer -> new Applied(answer.revision())));
    }

    @Override
    public CompletableFuture<WriteResult> create(String key, Bytes value, WriteOptions options) {
        Bytes rawKey = namespace.key(key);
        return conditional(
                key, value, options, life -> Requests.guarded(Requests.absent(rawKey), life.put(rawKey, value)));
    }

    @Override
    public CompletableFuture<WriteResult> replace(String key, long modRevision, Bytes value, WriteOptions options) {
        Bytes rawKey = namespace.key(key);
        Compare unchanged = Requests.unchanged(rawKey, modRevision);
        return conditional(
                key,
                value,
                options,
                life -> Requests.guarded(
                        unchanged,
                        options.keepsLease() ? new Request.Put(rawKey, value, 0, true) : life.put(rawKey, value)));
    }

    private CompletableFuture<WriteResult> conditional(
            String key, Bytes value, WriteOptions options, Function<Life, Request.Txn> request) {
        Objects.requireNonNull(value, "value");
        if (core.isClosed()) {
            return closed();
        }
        return write(
                key,
                options,
                request,
                (txn, until) -> LinkedFuture.map(backend.txn(txn, until), answer -> writeResult(key, answer)));
    }

    @Override
    public CompletableFuture<WriteResult> deleteIf(String key, long modRevision) {
        Bytes rawKey = namespace.key(key);
        Compare unchanged = Requests.unchanged(rawKey, modRevision);
        if (core.isClosed()) {
            return closed();
        }
        Request.Delete delete = new Request.Delete(Requests.single(rawKey));
        return write(Requests.guarded(unchanged, delete), answer -> writeResult(key, answer));
    }

    private static WriteResult writeResult(String key, Response.Txn answer) {
        if (answer.succeeded()) {
            return new Applied(answer.revision());
        }
        Response.Range current = (Response.Range) answer.responses().get(0);
        return new Conflict(
                answer.revision(), current.entries().stream().findFirst().map(raw -> Namespace.entry(key, raw)));
    }

    @Override
    public CompletableFuture<Deleted> deleteRange(KeyRange range) {
        if (core.isClosed()) {
            return closed();
        }
        Request.Delete delete = new Request.Delete(namespace.range(range));
        Deadline until = deadline();
        return core.inTurn(
                delete,
                until,
                () -> LinkedFuture.map(
                        backend.delete(delete, until), answer -> new Deleted(answer.revision(), answer.deleted())),
                deleted -> deleted.keys() > 0 ? deleted.revision() : 0);
    }

    @Override
    public CompletableFuture<Updated> update(String key, Function<Optional<Bytes>, Bytes> change) {
        Bytes rawKey = namespace.key(key);
        Objects.requireNonNull(change, "change");
        if (core.isClosed()) {
            return closed();
        }
        return new UpdateLoop(core, backend, key, rawKey, change, deadline()).start();
    }

    @Override
    public CompletableFuture<TxnResult> commit(Txn txn) {
        TxnTranslation translation = TxnTranslation.of(txn, namespace, core);
        if (core.isClosed()) {
            return closed();
        }
        Deadline until = deadline();
        SessionWrite<TxnResult> write = new SessionWrite<>(
                translation.sessionKeys(),
                sessions -> commit(translation, sessions, until).start(),
                translation::boundKeys);
        return core.inTurn(translation.sample(), until, write::start, TxnTranslation::revision);
    }

    private LeasedWrite<TxnResult> commit(TxnTranslation translation, Map<SessionLife, Long> sessions, Deadline until) {
        return new LeasedWrite<>(
                core,
                "transaction",
                translation.ttls(),
                until,
                granted -> LinkedFuture.map(
                        backend.txn(translation.request(new TxnTranslation.Leases(granted, sessions)), until),
                        translation::result),
                translation::usedTtls);
    }

    @Override
    public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
        Objects.requireNonNull(listener, "listener");
        StoreWatch watch = new StoreWatch(core, core.executor(), namespace, namespace.range(range), options, listener);
        watch.start(timeout.get());
        return watch;
    }

    /** A cursor that is not established yet. */
    StoreCursor cursor(KeyRange range, WatchOptions options) {
        StoreCursor cursor = new StoreCursor(core, namespace, namespace.range(range), options);
        cursor.start(timeout.get());
        return cursor;
    }

    @Override
    public CompletableFuture<Session> session() {
        return core.isClosed() ? closed() : viewed(core.sessions().shared(deadline()));
    }

    @Override
    public CompletableFuture<Session> openSession(Duration ttl) {
        WriteOptions.ttl(ttl);
        return core.isClosed() ? closed() : viewed(core.sessions().open(ttl, deadline()));
    }

    private CompletableFuture<Session> viewed(CompletableFuture<SessionLife> session) {
        return LinkedFuture.map(session, life -> new StoreSession(core, life, this));
    }

    @Override
    public Store fenced(Fence fence) {
        Backend guarded = new FencedBackend(backend, fence.condition().under(namespace.prefix()), fence);
        return new BackendStore(core, guarded, namespace, timeout).blocking();
    }

    @Override
    public void abandon(Session session, String key) {
        StoreSession.lifeOf(session, core).keys().forget(namespace.key(key));
        BlockingStore.awaitQuietly(delete(key), timeout.get());
    }

    @Override
    public AsyncStore namespace(String name) {
        return new BackendStore(core, backend, namespace.below(name), timeout);
    }

    @Override
    public AsyncStore withDeadline(Duration newDeadline) {
        if (newDeadline.isZero() || newDeadline.isNegative()) {
            throw new IllegalArgumentException("deadline: " + newDeadline + " (expected: above zero)");
        }
        return new BackendStore(core, backend, namespace, () -> newDeadline);
    }

    @Override
    public Store blocking() {
        return new BlockingStore(this);
    }

    @Override
    public CompletableFuture<Void> reconfigure(StoreConfig config) {
        Objects.requireNonNull(config, "config");
        return core.isClosed() ? closed() : core.config().change(config);
    }

    @Override
    public StoreStatus status() {
        return core.status();
    }

    @Override
    public Subscription onStateChange(StateListener listener) {
        return core.stateChanges().add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        if (type == Foundation.class) {
            return Optional.of(type.cast(new Foundation(core, namespace, timeout)));
        }
        return type == Coordination.class
                ? Optional.of(type.cast(this))
                : core.backend().unwrap(type);
    }

    @Override
    public void close() {
        core.close();
    }

    /** How long a call that begins now may take. */
    Duration timeout() {
        return timeout.get();
    }

    private Deadline deadline() {
        return Deadline.after(timeout.get());
    }

    /** A key of this view as the backend knows it. */
    Bytes rawKey(String key) {
        return namespace.key(key);
    }

    private <T extends WriteResult> CompletableFuture<T> write(Request.Txn request, Function<Response.Txn, T> result) {
        Deadline until = deadline();
        return core.inTurn(
                request, until, () -> LinkedFuture.map(backend.txn(request, until), result), BackendStore::revision);
    }

    private static long revision(WriteResult result) {
        return result.isApplied() ? result.revision() : 0;
    }

    /** Writes when the turn has come, on a lease that is granted only then if the key is to have a TTL. */
    private <Q extends Request, T extends WriteResult> CompletableFuture<T> write(
            String key,
            WriteOptions options,
            Function<Life, Q> request,
            BiFunction<Q, Deadline, CompletableFuture<T>> send) {
        Deadline until = deadline();
        Q permanent = request.apply(Life.PERMANENT);
        if (options.session().isPresent()) {
            SessionLife session = StoreSession.lifeOf(options.session().get(), core);
            Set<Bytes> bound = Set.of(namespace.key(key));
            SessionWrite<T> write = new SessionWrite<>(
                    Map.of(session, bound),
                    leases -> send.apply(request.apply(Life.onSharedLease(leases.getOrDefault(session, 0L))), until),
                    result -> result.isApplied() ? bound : Set.of());
            return core.inTurn(permanent, until, write::start, BackendStore::revision);
        }
        if (options.ttl().isEmpty()) {
            return core.inTurn(permanent, until, () -> send.apply(permanent, until), BackendStore::revision);
        }
        Duration ttl = options.ttl().get();
        LeasedWrite<T> write = new LeasedWrite<>(
                core,
                "write of key '" + key + "'",
                List.of(ttl),
                until,
                leases -> send.apply(request.apply(Life.onOwnLease(leases.getOrDefault(ttl, 0L))), until),
                result -> result.isApplied() ? Set.of(ttl) : Set.of());
        return core.inTurn(permanent, until, write::start, BackendStore::revision);
    }

    private <T> CompletableFuture<T> closed() {
        return CompletableFuture.failedFuture(core.closedException());
    }
}
