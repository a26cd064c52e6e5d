package io.gatewaystore.examples.toy;

import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A watch of a {@link ToyMap}. What there is to report is noted in order under the map's lock and reported without it, by one thread at a
 * time: the sink may call the map.
 */
final class ToyWatch implements BackendWatch {

    private final ToyMap map;
    private final ToyBackend owner;
    private final Request.Watch request;
    private final WatchSink sink;
    private final Queue<Runnable> reports = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean closed;

    ToyWatch(ToyMap map, ToyBackend owner, Request.Watch request, WatchSink sink) {
        this.map = map;
        this.owner = owner;
        this.request = request;
        this.sink = sink;
    }

    boolean isOwnedBy(ToyBackend backend) {
        return owner == backend;
    }

    /** A start in the past is a history that is gone; one in the future is waited for. */
    void begin(long revision) {
        reports.add(() -> sink.created(revision));
        if (request.startRevision() > 0 && request.startRevision() <= revision) {
            end(() -> sink.historyLost(Resync.Reason.COMPACTED));
        }
    }

    void changed(long revision, List<RawEvent> all) {
        if (revision < request.startRevision()) {
            return;
        }
        List<RawEvent> events = all.stream()
                .filter(event -> request.range().contains(event.key()))
                .map(this::asRequested)
                .toList();
        if (!events.isEmpty()) {
            reports.add(() -> sink.events(revision, events));
        }
    }

    boolean progress(long revision) {
        return reports.add(() -> sink.progress(revision));
    }

    void fail(StoreException cause) {
        end(() -> sink.failed(cause));
    }

    private void end(Runnable lastWord) {
        reports.add(() -> {
            map.remove(this);
            lastWord.run();
            closed = true;
        });
    }

    /** Reports what was noted. A call that comes while another thread, or this one, is reporting leaves it to that. */
    void report() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int handled = 1;
        do {
            for (Runnable report = reports.poll(); report != null; report = reports.poll()) {
                if (!closed) {
                    report.run();
                }
            }
            handled = calls.addAndGet(-handled);
        } while (handled > 0);
    }

    @Override
    public void requestProgress() {
        map.requestProgress(this);
    }

    @Override
    public void close() {
        closed = true;
        map.remove(this);
    }

    private RawEvent asRequested(RawEvent event) {
        if (request.previous()) {
            return event;
        }
        return event.entry()
                .map(entry -> RawEvent.put(entry, null))
                .orElseGet(() -> RawEvent.delete(event.key(), null));
    }
}
