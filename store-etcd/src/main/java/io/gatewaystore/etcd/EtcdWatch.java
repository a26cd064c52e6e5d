package io.gatewaystore.etcd;

import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnexpectedAnswerException;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchState;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch, wherever it currently runs.
 *
 * <p>Invariant: {@code next} is the revision at which it has to be created again if its stream ends now. An explicit start is kept until something
 * has been handed over; "now" becomes the revision after the one at which etcd accepted the watch; an event moves it to the event's revision + 1,
 * and progress to the reported revision + 1. Only whole revisions move it, and only what comes from where it is placed now.
 *
 * <p>Streams, and rarely others, report to it from different threads. Reports take effect one after the other: the thread that finds nobody at it goes on
 * until none is left, the others leave theirs to it. So nobody waits, and no lock is held while the sink is called.
 */
final class EtcdWatch implements BackendWatch {

    private static final Logger log = LoggerFactory.getLogger(EtcdWatch.class);

    /** Fields that jetcd's messages are too old for. */
    private static final int CREATE_WATCH_ID = 7;

    private static final int CREATE_FRAGMENT = 8;

    private final WatchStreams streams;
    private final KeyRange range;
    private final boolean previous;
    private final WatchSink sink;
    private final Queue<Runnable> reports = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean ended;
    private volatile boolean begun;
    /** What {@code next} is a revision of; null until it is placed for the first time, if nobody said. */
    private volatile @Nullable History history;

    /** Since it was accepted last. Refusals follow each other, so this is touched by one thread at a time. */
    private volatile boolean refused;

    /** Whether it starts at the very revision it goes on at. */
    private volatile boolean exact;

    private volatile long next;
    private volatile @Nullable Placement placement;
    /** Set by {@link WatchStreams}, under its lock. */
    private volatile @Nullable WatchGroup group;

    EtcdWatch(WatchStreams streams, Request.Watch request, WatchSink sink) {
        this.streams = streams;
        this.range = request.range();
        this.previous = request.previous();
        this.next = request.startRevision();
        this.history = next != 0 && request.history() instanceof History learnedIn ? learnedIn : null;
        this.sink = sink;
    }

    @Override
    public void requestProgress() {
        WatchGroup current = group;
        if (current != null) {
            current.requestProgress();
        }
    }

    @Override
    public void close() {
        ended = true;
        streams.remove(this);
    }

    @Override
    public WatchState state() {
        Placement here = placement;
        if (here != null && here.isAccepted()) {
            return here.isCaughtUp() ? WatchState.live() : WatchState.catchingUp();
        }
        WatchGroup current = group;
        return current == null ? WatchState.catchingUp() : current.state();
    }

    KeyRange range() {
        return range;
    }

    /** The revision it goes on at, 0 for whichever is next. */
    long next() {
        return next;
    }

    /** Whether it depends on the history so far: it was accepted once, or names a revision. */
    boolean hasPast() {
        return begun || next != 0;
    }

    /** Whether the revision it goes on at is of this history; from the first one on, it is of no other. */
    boolean isOf(History other) {
        History own = history;
        if (own == null) {
            history = other;
            return true;
        }
        return own == other;
    }

    Purpose purpose() {
        return new Purpose("watch", range);
    }

    @Nullable
    WatchGroup group() {
        return group;
    }

    void join(@Nullable WatchGroup other) {
        group = other;
    }

    // --- where it runs ------------------------------------------------------------------------------------------

    /** From now on only what comes from there counts. */
    Placement place(long id) {
        Placement here = new Placement(this, id, next);
        placement = here;
        return here;
    }

    /**
     * Whether a compaction took nothing that the watch has not been told of, though etcd found it to start before: it did so by one revision only, for the
     * sake of progress. From now on it starts where it goes on.
     */
    boolean goesOnAfter(long compacted) {
        boolean told = next >= compacted;
        exact |= told;
        return told;
    }

    void displace() {
        placement = null;
    }

    /** It is not there any more, unless it has found another place already. */
    void leave(Placement here) {
        if (placement == here) {
            placement = null;
        }
    }

    /** etcd refuses it, for a reason that may pass; whether that is news. */
    boolean isFirstRefusal() {
        boolean first = !refused;
        refused = true;
        return first;
    }

    /** What etcd is asked for the watch with. */
    WatchRequest create(Placement here) {
        UnknownFieldSet newer = Wire.varint(CREATE_WATCH_ID, here.id()).toBuilder()
                .mergeFrom(Wire.varint(CREATE_FRAGMENT, 1))
                .build();
        return WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(Wire.start(range))
                        .setRangeEnd(Wire.end(range))
                        .setStartRevision(exact ? here.start() : streams.existing(here.start()))
                        .setPrevKv(previous)
                        .setUnknownFields(newer))
                .build();
    }

    // --- what is reported ---------------------------------------------------------------------------------------

    /** etcd accepted the watch. */
    void created(Placement from, long revision) {
        report(() -> {
            if (isCurrent(from)) {
                begun = true;
                refused = false;
                exact = false;
                if (next == 0) {
                    next = revision + 1;
                }
                sink.created(revision);
            }
        });
    }

    /** A whole revision. */
    void events(Placement from, long revision, List<RawEvent> events) {
        report(() -> {
            if (isCurrent(from) && revision >= next) {
                next = revision + 1;
                sink.events(revision, events);
            }
        });
    }

    void progress(Placement from, long revision) {
        report(() -> {
            if (isCurrent(from) && revision >= next) {
                next = revision + 1;
                sink.progress(revision);
            }
        });
    }

    private boolean isCurrent(Placement from) {
        return !ended && placement == from;
    }

    void historyLost(Resync.Reason reason) {
        end(() -> sink.historyLost(reason));
    }

    void failed(StoreException cause) {
        end(() -> sink.failed(cause));
    }

    private void end(Runnable tell) {
        report(() -> {
            if (!ended) {
                ended = true;
                tell.run();
            }
        });
        streams.remove(this);
    }

    private void report(Runnable report) {
        reports.add(report);
        if (waiting.getAndIncrement() != 0) {
            return;
        }
        do {
            run(reports.remove());
        } while (waiting.decrementAndGet() != 0);
    }

    private void run(Runnable report) {
        try {
            report.run();
        } catch (Throwable broken) {
            // Errors too: who is at it must not leave, or what comes later would wait for ever.
            log.error("a watch of {} ends because what it reports to failed", range, broken);
            breakOff(broken);
        }
    }

    private void breakOff(Throwable broken) {
        close();
        try {
            sink.failed(new UnexpectedAnswerException(
                    purpose() + ": what it told of could not be taken; see the log, and watch again",
                    broken,
                    Outcome.NOT_APPLIED));
        } catch (Throwable again) {
            log.error("nor can it be told that it ends", again);
        }
    }
}
