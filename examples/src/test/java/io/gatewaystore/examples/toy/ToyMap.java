package io.gatewaystore.examples.toy;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A sorted map under a lock: the newest revision and no other. */
final class ToyMap {

    private final Lock lock = new ReentrantLock();
    private final NavigableMap<Bytes, RawEntry> entries = new TreeMap<>();
    private final List<ToyWatch> watches = new CopyOnWriteArrayList<>();
    private long revision = 1;

    Response.Range range(Request.Range request) {
        return locked(() -> {
            if (request.revision() > revision) {
                throw new FutureRevisionException(
                        "revision " + request.revision() + " does not exist yet; the newest is " + revision, null);
            }
            if (request.revision() > 0 && request.revision() < revision) {
                throw new CompactedException(request.revision(), revision, null);
            }
            return new ToyTransaction(entries, revision).range(request);
        });
    }

    /** Runs a put, a delete or a transaction, and tells the watches what changed. */
    Response write(Request request) {
        return locked(() -> {
            ToyTransaction transaction = new ToyTransaction(entries, revision);
            Response response = transaction.run(request);
            if (!transaction.events().isEmpty()) {
                revision = transaction.revision();
                watches.forEach(watch -> watch.changed(revision, transaction.events()));
            }
            return response;
        });
    }

    BackendWatch watch(ToyBackend owner, Request.Watch request, WatchSink sink) {
        ToyWatch watch = new ToyWatch(this, owner, request, sink);
        return locked(() -> {
            watches.add(watch);
            watch.begin(revision);
            return watch;
        });
    }

    void requestProgress(ToyWatch watch) {
        locked(() -> watch.progress(revision));
    }

    void remove(ToyWatch watch) {
        watches.remove(watch);
    }

    void endWatches(ToyBackend owner, StoreException cause) {
        locked(() -> {
            List<ToyWatch> owned =
                    watches.stream().filter(watch -> watch.isOwnedBy(owner)).toList();
            owned.forEach(watch -> watch.fail(cause));
            return owned;
        });
    }

    static Collection<RawEntry> within(NavigableMap<Bytes, RawEntry> entries, KeyRange range) {
        if (range.isEmpty()) {
            return List.of();
        }
        NavigableMap<Bytes, RawEntry> from = entries.tailMap(range.start(), true);
        return (range.end().isEmpty() ? from : from.headMap(range.end(), false)).values();
    }

    /** Under the lock, watches only note what they have to report; they report it when the lock is free. */
    private <T> T locked(Supplier<T> action) {
        try {
            lock.lock();
            try {
                return action.get();
            } finally {
                lock.unlock();
            }
        } finally {
            watches.forEach(ToyWatch::report);
        }
    }
}
