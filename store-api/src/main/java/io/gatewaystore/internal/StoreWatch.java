package io.gatewaystore.internal;

import io.gatewaystore.KeyRange;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.RequestTooLargeException;
import io.gatewaystore.error.SlowConsumerException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.error.UnexpectedAnswerException;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import io.gatewaystore.watch.WatchState;
import io.gatewaystore.watch.WatchStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch of an application, over however many watches of the backend it takes.
 *
 * <p>The invariant that everything here serves is {@link Told}'s: whatever restarts the feed (a slow listener, a resync) starts it at the first
 * revision whose changes the listener has not been promised. A backend's watch that was replaced is not listened to any more.
 *
 * <p>The lock is held for bookkeeping only, never while calling out.
 */
final class StoreWatch implements Watch {

    private static final Logger log = LoggerFactory.getLogger(StoreWatch.class);

    private static final int ATTEMPTS_BEFORE_WARNING = 3;
    private static final int LARGEST_PATIENCE_SHIFT = 4;
    private static final long SHORTEST_RETRY_MILLIS = 50;
    private static final long LONGEST_RETRY_MILLIS = 2_000;
    private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(2);
    private static final Duration PATIENCE_WITH_PROGRESS = Duration.ofSeconds(1);

    private final StoreCore core;
    private final RangeReader reader;
    private final KeyRange range;
    private final WatchOptions options;
    private final Deliveries deliveries;
    private final CompletableFuture<Long> established = new CompletableFuture<>();

    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final Told told;
    private boolean over;
    private boolean paused;
    private @Nullable Feed feed;
    /** What the revision to go on at is of. */
    private Object history;

    private Duration deadline = Duration.ofSeconds(5);

    StoreWatch(
            StoreCore core,
            Executor executor,
            Namespace namespace,
            KeyRange range,
            WatchOptions options,
            WatchListener listener) {
        this.core = core;
        this.reader = new RangeReader(core, namespace);
        this.range = range;
        this.options = options;
        this.history = core.backend().history();
        this.deliveries = new Deliveries(
                executor,
                listener,
                new Backlog(options.queue(), options.queueBytes()),
                options.slowConsumer() == SlowConsumer.COALESCE,
                this::caughtUp,
                () -> core.unregister(this));
        this.told = new Told(reader, deliveries, knownAtTheBeginning(options));
    }

    private static KnownKeys knownAtTheBeginning(WatchOptions options) {
        if (!options.difference()) {
            return KnownKeys.notKept();
        }
        boolean beforeEverything = options.baseline() && options.revision() == 1;
        return new KnownKeys(options.start() == WatchOptions.Start.SNAPSHOT || beforeEverything);
    }

    void start(Duration readDeadline) {
        deadline = readDeadline;
        core.register(this);
        try {
            RequestLimits.checkWatch(core.backend().limits(), range);
        } catch (RequestTooLargeException tooLarge) {
            fail(tooLarge);
            return;
        }
        switch (options.start()) {
            case NOW -> {
                if (options.baseline()) {
                    readBaseline(0, ReadOptions.linearizable());
                } else {
                    open(0);
                }
            }
            case REVISION -> {
                // Before revision 1 there was nothing.
                if (options.baseline() && options.revision() > 1) {
                    readBaseline(0, rightBeforeTheStart());
                } else {
                    open(options.revision());
                }
            }
            case SNAPSHOT -> readThenOpen(0, told::snapshot);
        }
        if (options.progress()) {
            core.threads().executeAfter(PROGRESS_INTERVAL, this::keepAskingForProgress);
        }
    }

    /** Makes the next callback of a watch whose executor does not; see {@link Deliveries#step}. */
    boolean step() {
        return deliveries.step();
    }

    /** No backend reports progress often by itself. */
    private void keepAskingForProgress() {
        if (isOver()) {
            return;
        }
        requestProgress();
        core.threads().executeAfter(PROGRESS_INTERVAL, this::keepAskingForProgress);
    }

    @Override
    public void requestProgress() {
        Feed current;
        lock.lock();
        try {
            current = feed;
        } finally {
            lock.unlock();
        }
        if (current != null) {
            current.requestProgress();
        }
    }

    @Override
    public CompletableFuture<Long> established() {
        return LinkedFuture.mirror(established);
    }

    @Override
    public long revision() {
        return deliveries.revision();
    }

    @Override
    public WatchState state() {
        Feed current;
        lock.lock();
        try {
            current = feed;
        } finally {
            lock.unlock();
        }
        return current == null ? WatchState.catchingUp() : current.state();
    }

    WatchStatus status() {
        return new WatchStatus(range, revision(), state());
    }

    @Override
    public CompletableFuture<Void> ended() {
        return deliveries.ended();
    }

    @Override
    public void close() {
        finish();
        deliveries.close();
        established.cancel(false);
    }

    /** Ends the watch for a reason of its own, once the listener has been told everything it was promised. */
    void fail(StoreException cause) {
        finish();
        deliveries.fail(cause);
        established.completeExceptionally(cause);
    }

    private void finish() {
        Feed last;
        lock.lock();
        try {
            over = true;
            last = feed;
            feed = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.stop();
        }
    }

    // --- the feed -----------------------------------------------------------------------------------------------

    /** Starts the feed; there is none before. */
    private void open(long startRevision) {
        Feed started;
        lock.lock();
        try {
            if (over) {
                return;
            }
            told.goOnAt(startRevision);
            started = new Feed(history);
            // Where the end of the watch finds it, however early that comes.
            feed = started;
        } finally {
            lock.unlock();
        }
        started.start(startRevision);
    }

    /** The listener has nothing left to do: a paused watch goes on. */
    private void caughtUp() {
        long from;
        lock.lock();
        try {
            if (!paused || over) {
                return;
            }
            paused = false;
            from = told.next();
        } finally {
            lock.unlock();
        }
        open(from);
    }

    /** What one watch of the backend reports; worth nothing once another has taken its place. */
    private final class Feed implements WatchSink {

        private final Object of;
        private @Nullable BackendWatch watch;
        private boolean stopped;

        Feed(Object of) {
            this.of = of;
        }

        void start(long startRevision) {
            if (range.isEmpty()) {
                startOnNothing(0);
                return;
            }
            BackendWatch begun =
                    core.backend().watch(new Request.Watch(range, startRevision, options.previous(), of), this);
            boolean unwanted;
            boolean uncertain;
            lock.lock();
            try {
                watch = begun;
                unwanted = stopped;
                uncertain = told.owesGap();
            } finally {
                lock.unlock();
            }
            if (unwanted) {
                begun.close();
            } else if (uncertain) {
                begun.requestProgress();
            }
        }

        /** Nothing can change in an empty range, and etcd does not answer who asks to watch one. */
        private void startOnNothing(int attempt) {
            if (isOver()) {
                return;
            }
            newestRevision(patience(attempt)).whenComplete((revision, failure) -> {
                if (failure == null) {
                    created(revision);
                } else {
                    readFailed(attempt, LinkedFuture.unwrap(failure), () -> startOnNothing(attempt + 1));
                }
            });
        }

        private CompletableFuture<Long> newestRevision(Deadline until) {
            Request.Range count = new Request.Range(range, 0, 0, false, Request.Shape.COUNT_ONLY);
            return core.backend().range(count, until).thenApply(Response.Range::revision);
        }

        void requestProgress() {
            if (range.isEmpty()) {
                // Asked again soon if it fails.
                newestRevision(patience(0)).thenAccept(this::progress);
                return;
            }
            BackendWatch begun = begun();
            if (begun != null) {
                begun.requestProgress();
            }
        }

        WatchState state() {
            BackendWatch begun = begun();
            if (begun != null) {
                return begun.state();
            }
            return range.isEmpty() ? WatchState.live() : WatchState.catchingUp();
        }

        private @Nullable BackendWatch begun() {
            lock.lock();
            try {
                return watch;
            } finally {
                lock.unlock();
            }
        }

        void stop() {
            BackendWatch begun;
            lock.lock();
            try {
                stopped = true;
                begun = watch;
            } finally {
                lock.unlock();
            }
            if (begun != null) {
                begun.close();
            }
        }

        @Override
        public void created(long revision) {
            long after;
            boolean uncertain;
            lock.lock();
            try {
                if (feed != this) {
                    return;
                }
                told.accepted(revision);
                uncertain = told.owesGap();
                after = told.promisedAfter();
            } finally {
                lock.unlock();
            }
            established.complete(after);
            if (uncertain) {
                requestProgress();
                core.threads().executeAfter(PATIENCE_WITH_PROGRESS, this::tellOfGapAnyway);
            }
        }

        /** For a backend that reports no progress. */
        private void tellOfGapAnyway() {
            lock.lock();
            try {
                if (feed == this) {
                    told.tellOfGap();
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void events(long revision, List<RawEvent> events) {
            boolean full;
            lock.lock();
            try {
                if (feed != this || told.isRepetition(revision)) {
                    return;
                }
                full = !told.changes(revision, events);
                if (full && options.slowConsumer() == SlowConsumer.RESUME) {
                    paused = true;
                    feed = null;
                }
            } finally {
                lock.unlock();
            }
            if (full) {
                fellBehind();
            }
        }

        private void fellBehind() {
            if (options.slowConsumer() == SlowConsumer.FAIL) {
                fail(new SlowConsumerException(
                        "the listener of " + range + " fell behind: no more than " + options.queue()
                                + " change sets or " + options.queueBytes() + " bytes may wait for it",
                        null));
            } else {
                stop();
            }
        }

        @Override
        public void progress(long revision) {
            lock.lock();
            try {
                if (feed != this || told.isRepetition(revision)) {
                    return;
                }
                told.progress(revision, options.progress());
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void historyLost(Resync.Reason reason) {
            boolean nothingTold;
            Told.Gap begun;
            lock.lock();
            try {
                if (feed != this) {
                    return;
                }
                feed = null;
                nothingTold = told.isNothingTold();
                begun = told.gapBegunBy(reason);
            } finally {
                lock.unlock();
            }
            if (nothingTold && reason == Resync.Reason.COMPACTED) {
                readBaseline(0, rightBeforeTheStart());
            } else {
                readThenOpen(0, pages -> told.gapEnded(begun, pages));
            }
        }

        @Override
        public void failed(StoreException cause) {
            lock.lock();
            try {
                if (feed != this) {
                    return;
                }
                told.tellOfGap();
            } finally {
                lock.unlock();
            }
            fail(cause);
        }
    }

    // --- snapshots and gaps -------------------------------------------------------------------------------------

    private void readThenOpen(int attempt, Consumer<Pages> then) {
        read(
                Request.Shape.ENTRIES,
                ReadOptions.linearizable(),
                attempt,
                pages -> {
                    then.accept(pages);
                    open(pages.revision() + 1);
                },
                failure -> readFailed(attempt, failure, () -> readThenOpen(attempt + 1, then)));
    }

    /** Reads the range, when it is its turn. There is no feed meanwhile, so nobody else looks at what is told. */
    private void read(
            Request.Shape shape, ReadOptions at, int attempt, Consumer<Pages> taken, Consumer<Throwable> failed) {
        core.readings()
                .read(
                        () -> {
                            if (isOver()) {
                                return CompletableFuture.failedFuture(new CancellationException());
                            }
                            learnHistory();
                            return reader.readRaw(range, shape, at, patience(attempt));
                        },
                        (pages, failure) -> {
                            if (!isOver()) {
                                take(pages, failure, taken, failed);
                            }
                        });
    }

    private void take(
            @Nullable Pages pages, @Nullable Throwable failure, Consumer<Pages> taken, Consumer<Throwable> failed) {
        try {
            if (pages == null) {
                failed.accept(LinkedFuture.unwrap(Objects.requireNonNull(failure, "failure")));
            } else {
                taken.accept(pages);
            }
        } catch (Throwable broken) {
            // Errors too, lest the watch never goes on: a large range may be the one there is no memory for.
            log.error("a watch of {} ends because what was read cannot be taken", range, broken);
            fail(new UnexpectedAnswerException(
                    "what " + range + " holds could not be taken; see the log, and watch again",
                    broken,
                    Outcome.NOT_APPLIED));
        }
    }

    /** Before something is read, so that what is read is of no history before it. */
    private void learnHistory() {
        Object current = core.backend().history();
        lock.lock();
        try {
            history = current;
        } finally {
            lock.unlock();
        }
    }

    /** A range that took too long gets more time the next time: nobody else can shorten it. */
    private Deadline patience(int attempt) {
        return Deadline.after(deadline.multipliedBy(1L << Math.min(attempt, LARGEST_PATIENCE_SHIFT)));
    }

    private void readFailed(int attempt, Throwable failure, Runnable again) {
        // Compacted between two pages: reading again pins a newer revision.
        boolean passing = failure instanceof CompactedException || isRetryable(failure);
        if (!passing) {
            fail((StoreException) failure);
        } else {
            if (attempt == ATTEMPTS_BEFORE_WARNING) {
                log.warn("a watch cannot read {} yet and keeps trying: {}", range, failure.getMessage());
            }
            long bound = Math.min(LONGEST_RETRY_MILLIS, SHORTEST_RETRY_MILLIS << Math.min(attempt, 10));
            Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound) + 1);
            core.threads().executeAfter(pause, again);
        }
    }

    /** Reads the keys a watch begins with but is not told of. */
    private void readBaseline(int attempt, ReadOptions at) {
        read(
                Request.Shape.KEYS_ONLY,
                at,
                attempt,
                this::openAfterBaseline,
                failure -> baselineFailed(attempt, at, failure));
    }

    private ReadOptions rightBeforeTheStart() {
        return ReadOptions.atRevision(options.revision() - 1);
    }

    private void openAfterBaseline(Pages pages) {
        if (options.revision() > 1 && pages.revision() >= options.revision()) {
            // A future revision that has come meanwhile.
            readBaseline(0, rightBeforeTheStart());
            return;
        }
        told.baseline(pages.entries());
        open(pages.revision() + 1);
    }

    private void baselineFailed(int attempt, ReadOptions at, Throwable failure) {
        boolean past = at.kind() == ReadOptions.Kind.AT_REVISION;
        if (past && failure instanceof CompactedException) {
            Told.Gap begun = Told.compactedBefore(options.revision());
            readThenOpen(0, pages -> told.gapEnded(begun, pages));
        } else if (past && failure instanceof FutureRevisionException) {
            lock.lock();
            try {
                told.keepSilentBefore(options.revision());
            } finally {
                lock.unlock();
            }
            readBaseline(0, ReadOptions.linearizable());
        } else {
            readFailed(attempt, failure, () -> readBaseline(attempt + 1, at));
        }
    }

    private static boolean isRetryable(Throwable failure) {
        return !(failure instanceof StoreException storeFailure) || storeFailure.isRetryable();
    }

    private boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }
}
