package io.gatewaystore.memory.planted;

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
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A store that passes everything on to a sound one, for faults that lie above a backend. All its views have the fault too; by itself this
 * class has none.
 */
class FaultyStore implements Store {

    final Store sound;
    private final UnaryOperator<Store> likewise;

    /**
     * Creates a store.
     *
     * @param sound what everything is passed on to
     * @param likewise gives a view of it the same fault
     */
    FaultyStore(Store sound, UnaryOperator<Store> likewise) {
        this.sound = sound;
        this.likewise = likewise;
    }

    /** What listeners are told through; for faults to override. */
    WatchListener heard(WatchListener listener) {
        return listener;
    }

    @Override
    public Optional<Entry> get(String key, ReadOptions options) {
        return sound.get(key, options);
    }

    @Override
    public Listing list(KeyRange range, ReadOptions options) {
        return sound.list(range, options);
    }

    @Override
    public KeyListing keys(KeyRange range, ReadOptions options) {
        return sound.keys(range, options);
    }

    @Override
    public Count count(KeyRange range, ReadOptions options) {
        return sound.count(range, options);
    }

    @Override
    public WriteResult.Applied put(String key, Bytes value, WriteOptions options) {
        return sound.put(key, value, options);
    }

    @Override
    public WriteResult create(String key, Bytes value, WriteOptions options) {
        return sound.create(key, value, options);
    }

    @Override
    public WriteResult replace(String key, long modRevision, Bytes value, WriteOptions options) {
        return sound.replace(key, modRevision, value, options);
    }

    @Override
    public WriteResult deleteIf(String key, long modRevision) {
        return sound.deleteIf(key, modRevision);
    }

    @Override
    public Deleted deleteRange(KeyRange range) {
        return sound.deleteRange(range);
    }

    @Override
    public Updated update(String key, Function<Optional<Bytes>, Bytes> change) {
        return sound.update(key, change);
    }

    @Override
    public TxnResult commit(Txn txn) {
        return sound.commit(txn);
    }

    @Override
    public Watch watch(KeyRange range, WatchOptions options, WatchListener listener) {
        return sound.watch(range, options, heard(listener));
    }

    @Override
    public WatchCursor cursor(KeyRange range, WatchOptions options) {
        return sound.cursor(range, options);
    }

    @Override
    public void reconfigure(StoreConfig config) {
        sound.reconfigure(config);
    }

    @Override
    public Session session() {
        return sound.session();
    }

    @Override
    public Session openSession(Duration ttl) {
        return sound.openSession(ttl);
    }

    @Override
    public Store namespace(String name) {
        return likewise.apply(sound.namespace(name));
    }

    @Override
    public Store withDeadline(Duration deadline) {
        return likewise.apply(sound.withDeadline(deadline));
    }

    @Override
    public AsyncStore async() {
        return sound.async();
    }

    @Override
    public StoreStatus status() {
        return sound.status();
    }

    @Override
    public Subscription onStateChange(StateListener listener) {
        return sound.onStateChange(listener);
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return sound.unwrap(type);
    }

    @Override
    public void close() {
        sound.close();
    }
}
