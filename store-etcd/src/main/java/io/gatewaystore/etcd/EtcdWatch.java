package io.gatewaystore.etcd;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One watch, wherever it currently runs.
 *
 * <p>Invariant: {@code next} is the revision at which it has to be created again if its stream ends now. An explicit start is kept until something
 * has been handed over; "now" becomes the revision after the one at which etcd accepted the watch; an event moves it to the event's revision + 1,
 * and progress to the reported revision + 1. Only whole revisions move it, so what a broken stream left in {@code pending} comes again.
 *
 * <p>Its stream, and rarely a check of the history, report to it from different threads; the lock makes them take turns, also in what they tell the
 * sink.
 */
final class EtcdWatch implements BackendWatch {

    /** Fields that jetcd's messages are too old for. */
    private static final int CREATE_WATCH_ID = 7;

    private static final int CREATE_FRAGMENT = 8;

    private final WatchStreams streams;
    private final KeyRange range;
    private final boolean previous;
    private final WatchSink sink;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean ended;
    private volatile boolean accepted;
    private volatile long seen;
    private volatile long next;
    // Guarded by the lock while a stream reports; no stream does when the watch is created on another.
    private long pendingRevision;
    private List<RawEvent> pending = new ArrayList<>();

    EtcdWatch(WatchStreams streams, Request.Watch request, WatchSink sink) {
        this.streams = streams;
        this.range = request.range();
        this.previous = request.previous();
        this.next = request.startRevision();
        this.sink = sink;
    }

    @Override
    public void requestProgress() {
        streams.requestProgress();
    }

    @Override
    public void close() {
        ended = true;
        streams.remove(this);
    }

    /** Whether etcd has accepted it on the stream it runs on. */
    boolean isAccepted() {
        return accepted;
    }

    boolean isEnded() {
        return ended;
    }

    /** The highest revision of the store that this watch has been shown. */
    long seen() {
        return seen;
    }

    Purpose purpose() {
        return new Purpose("watch", range);
    }

    /** Asks for the watch on a new stream, under an id of that stream; nothing reports to it then. */
    WatchRequest create(long id) {
        accepted = false;
        pending = new ArrayList<>();
        UnknownFieldSet newer = Wire.varint(CREATE_WATCH_ID, id).toBuilder()
                .mergeFrom(Wire.varint(CREATE_FRAGMENT, 1))
                .build();
        return WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(Wire.start(range))
                        .setRangeEnd(Wire.end(range))
                        .setStartRevision(next)
                        .setPrevKv(previous)
                        .setProgressNotify(true)
                        .setUnknownFields(newer))
                .build();
    }

    /** etcd accepted the watch; tells whether what it says of itself fits with what this watch has seen. */
    boolean created(long revision) {
        turn.lock();
        try {
            return accept(revision);
        } finally {
            turn.unlock();
        }
    }

    private boolean accept(long revision) {
        accepted = true;
        if (next == 0) {
            next = revision + 1;
        }
        boolean wentBack = revision < seen;
        seen = Math.max(seen, revision);
        if (!ended) {
            sink.created(revision);
        }
        return !wentBack;
    }

    void events(List<Event> events, boolean moreOfTheSame) {
        turn.lock();
        try {
            take(events, moreOfTheSame);
        } finally {
            turn.unlock();
        }
    }

    private void take(List<Event> events, boolean moreOfTheSame) {
        for (Event event : events) {
            long revision = event.getKv().getModRevision();
            if (revision < next) {
                continue;
            }
            if (revision != pendingRevision) {
                handOver();
            }
            pendingRevision = revision;
            pending.add(Wire.event(event));
        }
        if (!moreOfTheSame) {
            handOver();
        }
    }

    private void handOver() {
        if (pending.isEmpty()) {
            return;
        }
        List<RawEvent> whole = pending;
        pending = new ArrayList<>();
        next = pendingRevision + 1;
        seen = Math.max(seen, pendingRevision);
        if (!ended) {
            sink.events(pendingRevision, whole);
        }
    }

    void progress(long revision) {
        turn.lock();
        try {
            if (accepted && revision >= next) {
                next = revision + 1;
                seen = Math.max(seen, revision);
                if (!ended) {
                    sink.progress(revision);
                }
            }
        } finally {
            turn.unlock();
        }
    }

    void historyLost(Resync.Reason reason) {
        end(() -> sink.historyLost(reason));
    }

    void failed(StoreException cause) {
        end(() -> sink.failed(cause));
    }

    private void end(Runnable tell) {
        turn.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            tell.run();
        } finally {
            turn.unlock();
        }
        streams.remove(this);
    }
}
