package io.gatewaystore.coordination;

import io.gatewaystore.KeyRange;
import io.gatewaystore.Store;
import io.gatewaystore.Subscription;
import io.gatewaystore.error.LockLostException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.internal.Fence;
import io.gatewaystore.session.SessionState;
import io.gatewaystore.txn.Compare;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The head of a line, held until it is given up or lost. It is lost with the session, or when somebody deletes the ticket; which of them happens first is told by the session's
 * listener, by a watch of the ticket, or by whoever asks.
 */
final class Place implements Fence {

    private final WaitingLine line;
    private final String key;
    private final long token;
    private final long epoch;
    private final CompletableFuture<Void> lost = new CompletableFuture<>();
    /** Completes when it is lost or given up: nobody needs to listen any more. */
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private final AtomicBoolean left = new AtomicBoolean();

    Place(WaitingLine line, String key, long token, long epoch) {
        this.line = line;
        this.key = key;
        this.token = token;
        this.epoch = epoch;
    }

    /** Begins to notice its loss. */
    Place guarded() {
        Subscription session = line.session().onStateChange(this::sessionIs);
        // From the revision after the ticket was written on, so nothing can be missed.
        Watch ticket = line.store()
                .async()
                .watch(KeyRange.single(key), WatchOptions.fromRevision(token + 1), new TicketListener());
        over.thenRun(session::close);
        over.thenRun(ticket::close);
        // The session may have been lost before anybody listened.
        isHeld();
        return this;
    }

    String key() {
        return key;
    }

    long token() {
        return token;
    }

    boolean isHeld() {
        if (left.get() || lost.isDone()) {
            return false;
        }
        if (!line.livesSince(epoch)) {
            lose();
            return false;
        }
        return true;
    }

    Duration remaining() {
        Duration remaining = line.session().remaining();
        return isHeld() ? remaining : Duration.ZERO;
    }

    CompletionStage<Void> lost() {
        return lost.minimalCompletionStage();
    }

    Store fenced() {
        return line.coordination().fenced(this);
    }

    void leave() {
        if (left.compareAndSet(false, true)) {
            over.complete(null);
            line.coordination().abandon(line.session(), key);
        }
    }

    // --- loss ---------------------------------------------------------------------------------------------------

    private void sessionIs(SessionState state) {
        if (state == SessionState.LOST || state == SessionState.CLOSED) {
            lose();
        }
    }

    private void lose() {
        if (!left.get() && lost.complete(null)) {
            over.complete(null);
        }
    }

    private final class TicketListener implements WatchListener {
        @Override
        public void onChanges(ChangeSet changes) {
            if (changes.changes().stream().anyMatch(Change.Delete.class::isInstance)) {
                lose();
            }
        }

        @Override
        public void onResync(Resync resync) {
            boolean there = resync.current().entries().stream().anyMatch(entry -> entry.createRevision() == token);
            if (!there) {
                lose();
            }
        }

        @Override
        public void onFailure(StoreException cause) {
            lose();
        }
    }

    // --- the fence ----------------------------------------------------------------------------------------------

    @Override
    public Compare condition() {
        return Compare.createRevision(key).equalTo(token);
    }

    @Override
    public boolean mayHold() {
        return isHeld();
    }

    @Override
    public LockLostException broken() {
        lose();
        return new LockLostException(
                "'" + line.name() + "' with token " + token
                        + (left.get()
                                ? " was released"
                                : " is not held any more: its session was lost or its ticket deleted")
                        + "; nothing was written",
                null);
    }
}
