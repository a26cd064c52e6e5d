package io.gatewaystore.credentials.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.config.StoreConfig;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/** Stores that stay open while their etcd is operated on. Each writes when told to, and each watches what all of them write. */
final class OpenClients implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DIRECTORY = "written";

    private final List<Store> stores = new ArrayList<>();
    private final List<Log> logs = new ArrayList<>();
    private final Map<Long, String> written = new ConcurrentSkipListMap<>();
    private int writes;

    /** Opens a store, which is closed with all others. */
    Store open(StoreConfig config) {
        Store store = Store.open(config);
        stores.add(store);
        Log log = new Log();
        store.watch(KeyRange.directory(DIRECTORY), log).established().join();
        logs.add(log);
        return store;
    }

    /** Each store writes once. */
    void write() {
        writes++;
        for (int i = 0; i < stores.size(); i++) {
            Bytes value = Bytes.utf8("write " + writes);
            String key = DIRECTORY + "/" + i;
            long revision = write(stores.get(i).withDeadline(PATIENCE), key, value);
            written.put(revision, line(revision, key, value));
        }
    }

    /**
     * A guarded write, which is repeated until it is applied. One that was on its way to an etcd that was killed may have been applied without an answer;
     * here what is there tells, since nobody else writes this key and no value is written twice.
     */
    private static long write(Store store, String key, Bytes value) {
        try {
            return store.update(key, before -> value).revision();
        } catch (StoreException failed) {
            if (failed.outcome() != Outcome.UNKNOWN) {
                throw failed;
            }
            return store.get(key)
                    .filter(there -> there.value().equals(value))
                    .map(Entry::modRevision)
                    .orElseThrow(() -> failed);
        }
    }

    /** What happens while the stores write one after the other, without a pause. */
    void writeDuring(Runnable what) {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            do {
                write();
            } while (!over.get());
        });
        try {
            what.run();
        } finally {
            over.set(true);
            writing.join();
        }
    }

    private static String line(long revision, String key, Bytes value) {
        return revision + " " + key + ": " + value.toUtf8();
    }

    /** Every watch was told of every write, in order and once, without a resync. */
    void assertNothingLost() {
        List<String> expected = List.copyOf(written.values());
        assertThat(expected).hasSize(writes * stores.size());
        for (Log log : logs) {
            Awaitility.await().atMost(PATIENCE).until(() -> log.told.size() >= expected.size());
            assertThat(log.told).containsExactlyElementsOf(expected);
        }
    }

    @Override
    public void close() {
        stores.forEach(Store::close);
    }

    private static final class Log implements WatchListener {

        private final Queue<String> told = new ConcurrentLinkedQueue<>();

        @Override
        public void onChanges(ChangeSet changes) {
            for (Change change : changes) {
                told.add(
                        change instanceof Change.Put put
                                ? line(
                                        changes.revision(),
                                        put.key(),
                                        put.entry().value())
                                : changes.revision() + " " + change.key() + " deleted");
            }
        }

        @Override
        public void onResync(Resync resync) {
            told.add("resync: " + resync.reason());
        }
    }
}
