package io.gatewaystore.memory;

import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cursor that walks from snapshot to snapshot. Replay, waiting for a future revision and live delivery are one and the same walk.
 *
 * <p>Invariant: {@code cursor} is the last snapshot whose changes the sink was offered, and only the thread that raised {@code signals} from 0
 * moves it and calls the sink. A signal that arrives meanwhile, on another thread or from within the sink, makes that thread look again, so
 * none is lost, none is handled twice, and nobody waits. No lock is held while the sink is called.
 */
final class MemoryWatch implements BackendWatch {

    private static final Logger log = LoggerFactory.getLogger(MemoryWatch.class);

    private final Request.Watch request;
    private final WatchSink sink;
    private final Consumer<MemoryWatch> onEnd;
    private final long revisionAtStart;

    /** The oldest revision whose events can say what was there before. */
    private final long firstWithPrevious;

    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicBoolean progressWanted = new AtomicBoolean();
    private volatile @Nullable StoreException failure;
    private volatile boolean over;

    // Below: only for the thread that walks.
    private boolean created;
    private @Nullable Snapshot cursor;

    MemoryWatch(Request.Watch request, WatchSink sink, History history, Consumer<MemoryWatch> onEnd) {
        this.request = request;
        this.sink = sink;
        this.onEnd = onEnd;
        Snapshot newest = history.newest();
        revisionAtStart = newest.revision();
        cursor = start(request.startRevision(), newest, history);
        firstWithPrevious = history.compacted() + 1;
    }

    /** Where the walk begins; null if the history from there on is gone. */
    private static @Nullable Snapshot start(long revision, Snapshot newest, History history) {
        if (revision <= 0 || revision > newest.revision()) {
            return newest;
        }
        Snapshot first = history.find(revision);
        return first == null ? null : Snapshot.placeBefore(first);
    }

    /** Something may be there to hand over. */
    void signal() {
        if (signals.getAndIncrement() != 0) {
            return;
        }
        int handled = 1;
        do {
            walk();
            handled = signals.addAndGet(-handled);
        } while (handled != 0);
    }

    private void walk() {
        try {
            greet();
            if (goesOn()) {
                walkOn();
            }
            StoreException cause = failure;
            if (cause != null) {
                end(() -> sink.failed(cause));
            }
        } catch (RuntimeException e) {
            log.error("a watch of {} ends because what it reports to failed", request.range(), e);
            over = true;
        } finally {
            if (over) {
                // A handle that somebody keeps must not keep the history.
                cursor = null;
                onEnd.accept(this);
            }
        }
    }

    private void walkOn() {
        Snapshot last = cursor;
        if (last == null) {
            end(() -> sink.historyLost(Resync.Reason.COMPACTED));
            return;
        }
        for (Snapshot next = last.next(); next != null && goesOn(); next = next.next()) {
            cursor = next;
            last = next;
            handOver(next);
        }
        if (goesOn() && progressWanted.getAndSet(false)) {
            sink.progress(last.revision());
        }
    }

    private void greet() {
        if (!created && goesOn()) {
            created = true;
            sink.created(revisionAtStart);
        }
    }

    private boolean goesOn() {
        return !over && failure == null;
    }

    private void handOver(Snapshot snapshot) {
        if (snapshot.revision() < request.startRevision()) {
            return;
        }
        boolean previous = request.previous() && snapshot.revision() >= firstWithPrevious;
        List<RawEvent> events = new ArrayList<>();
        for (RawEvent event : snapshot.events()) {
            if (request.range().contains(event.key())) {
                events.add(previous ? event : withoutPrevious(event));
            }
        }
        if (!events.isEmpty()) {
            sink.events(snapshot.revision(), List.copyOf(events));
        }
    }

    private static RawEvent withoutPrevious(RawEvent event) {
        return event.entry()
                .map(entry -> RawEvent.put(entry, null))
                .orElseGet(() -> RawEvent.delete(event.key(), null));
    }

    @Override
    public void requestProgress() {
        progressWanted.set(true);
        signal();
    }

    /** Ends the watch with an error, after what is being handed over now. */
    void fail(StoreException cause) {
        failure = cause;
        signal();
    }

    @Override
    public void close() {
        over = true;
        signal();
    }

    private void end(Runnable lastWord) {
        if (!over) {
            over = true;
            lastWord.run();
        }
    }
}
