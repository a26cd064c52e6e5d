package io.gatewaystore.internal;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchCursor;
import io.gatewaystore.watch.WatchEvent;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A watch whose listener is called by whoever asks for the next event, one callback for each: what is not asked for waits in the watch's own
 * queue, under its own policy.
 */
final class StoreCursor implements WatchCursor {

    /** One permit for each time the watch asks its executor to make callbacks, and one for the close. */
    private final Semaphore calls = new Semaphore(0);

    private final Inbox inbox = new Inbox();
    private final StoreWatch watch;
    private volatile boolean closed;

    /** Whether a call of the watch is not answered to its end; only for the thread that asks. */
    private boolean working;

    StoreCursor(StoreCore core, Namespace namespace, KeyRange range, WatchOptions options) {
        Semaphore due = calls;
        watch = new StoreWatch(core, run -> due.release(), namespace, range, options, inbox);
    }

    void start(Duration readDeadline) {
        watch.start(readDeadline);
    }

    Watch watch() {
        return watch;
    }

    @Override
    public Optional<WatchEvent> next(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: zero or more)");
        }
        BlockingStore.refuseOnIoThread();
        Deadline deadline = Deadline.after(timeout);
        Optional<WatchEvent> event = Optional.empty();
        while (event.isEmpty() && hasWork(deadline)) {
            working = watch.step();
            event = inbox.take();
        }
        return event;
    }

    private boolean hasWork(Deadline deadline) {
        refuseWhenClosed();
        if (!working) {
            // Not before: the watch has to be told that its last callback has returned.
            inbox.throwFailure();
            working = await(deadline);
            refuseWhenClosed();
        }
        return working;
    }

    private boolean await(Deadline deadline) {
        try {
            return calls.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedStoreException(
                    "the calling thread was interrupted while it waited for an event", e, Outcome.NOT_APPLIED);
        }
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw new StoreClosedException("the cursor is closed", null, Outcome.NOT_APPLIED);
        }
    }

    @Override
    public long revision() {
        return watch.revision();
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        calls.release();
        boolean more = true;
        while (more) {
            // The call that whoever asks will not answer any more.
            more = watch.step();
        }
    }

    /** Keeps what one callback told. */
    private static final class Inbox implements WatchListener {

        private @Nullable WatchEvent event;
        private @Nullable StoreException failure;

        Optional<WatchEvent> take() {
            Optional<WatchEvent> taken = Optional.ofNullable(event);
            event = null;
            return taken;
        }

        void throwFailure() {
            if (failure != null) {
                throw failure.atCaller();
            }
        }

        @Override
        public void onChanges(ChangeSet changes) {
            event = changes;
        }

        @Override
        public void onSnapshot(Listing snapshot) {
            event = new WatchEvent.Snapshot(snapshot);
        }

        @Override
        public void onProgress(long revision) {
            event = new WatchEvent.Progress(revision);
        }

        @Override
        public void onResync(Resync resync) {
            event = resync;
        }

        @Override
        public void onFailure(StoreException cause) {
            failure = cause;
        }
    }
}
