package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.KeyHeldException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.SessionLostException;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.session.Registration;
import io.gatewaystore.session.RegistrationEvent;
import io.gatewaystore.session.RegistrationListener;
import io.gatewaystore.session.SessionState;
import io.gatewaystore.session.WhenHeld;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.Response;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles one key: whatever may have changed it, or what is wanted of it, leads to one look at the key, and that to one write or none, until both agree. One look
 * is under way at a time; what happens meanwhile leads to another.
 */
final class SessionRegistration implements Registration {

    private static final Logger log = LoggerFactory.getLogger(SessionRegistration.class);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final StoreCore core;
    private final SessionLife session;
    private final BackendStore store;
    private final String key;
    private final Bytes rawKey;
    private final WhenHeld policy;
    private final WriteOptions bound;
    private final Announcements<RegistrationEvent> events;
    private final CompletableFuture<Registration> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> deleted = new CompletableFuture<>();

    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final List<Wish> wishes = new ArrayList<>();
    private Bytes value;
    /** Counts the values that were set. */
    private long wanted = 1;

    private long written;
    private State state = State.HEALING;
    private boolean registeredBefore;
    private long revision;
    private boolean settling;
    private boolean again;
    private @Nullable Watch watch;

    /** Somebody waits for a value to be written. */
    private record Wish(long number, CompletableFuture<Void> fulfilled) {}

    /** What is wanted, and on which lease, when a look begins. */
    private record Look(Bytes value, long number, long lease, long epoch) {}

    SessionRegistration(
            StoreCore core,
            StoreSession session,
            BackendStore store,
            String key,
            Bytes value,
            WhenHeld policy,
            RegistrationListener listener) {
        this.core = core;
        this.session = session.life();
        this.store = store;
        this.key = key;
        this.rawKey = store.rawKey(key);
        this.value = value;
        this.policy = policy;
        this.bound = WriteOptions.onSession(session);
        this.events = new Announcements<>(core.executor(), "the registration of key '" + key + "'");
        // Ends with the registration, of which it is a part.
        var unused = events.add(listener::onEvent);
    }

    /** Begins. The future completes when it is known who holds the key. */
    CompletableFuture<Registration> begin() {
        if (!session.add(rawKey, this)) {
            throw new IllegalArgumentException(
                    "key: '" + key + "' (expected: one that is not registered on this session already)");
        }
        Watch begunWatch = store.watch(KeyRange.single(key), WatchOptions.fromNow(), new Watcher());
        lock.lock();
        try {
            watch = begunWatch;
        } finally {
            lock.unlock();
        }
        begunWatch.established().whenComplete((accepted, failure) -> {
            if (failure == null) {
                settle();
            } else {
                end(LinkedFuture.unwrap(failure), false);
            }
        });
        Duration deadline = store.timeout();
        core.threads().executeAfter(deadline, () -> endUnlessBegun(deadline));
        CompletableFuture<Registration> handle = LinkedFuture.mirror(begun);
        handle.whenComplete((same, failure) -> {
            if (handle.isCancelled()) {
                // Nobody has, or will have, anything to close it with.
                end(new CancellationException(), true);
            }
        });
        return handle;
    }

    private void endUnlessBegun(Duration deadline) {
        if (!begun.isDone()) {
            end(
                    new DeadlineExceededException(
                            "key '" + key + "' was not registered within " + deadline
                                    + ": the store does not answer. If the key appears after all it is deleted",
                            null,
                            Outcome.UNKNOWN),
                    true);
        }
    }

    /** Any change is a reason to look, and no more than that. */
    private final class Watcher implements WatchListener {
        @Override
        public void onChanges(ChangeSet changes) {
            if (changes.revision() != revision()) {
                settle();
            }
        }

        /** What it was never told of, a resync cannot report as deleted. */
        @Override
        public void onResync(Resync resync) {
            settle();
        }

        @Override
        public void onFailure(StoreException cause) {
            end(cause, true);
        }
    }

    // --- looking ------------------------------------------------------------------------------------------------

    /** Looks at the key, now or when the look under way is over. */
    void settle() {
        lock.lock();
        try {
            again = settling;
            if (settling || (state == State.ENDED && deleted.isDone())) {
                return;
            }
            settling = true;
        } finally {
            lock.unlock();
        }
        if (state() == State.ENDED) {
            delete();
        } else {
            look();
        }
    }

    private void settled() {
        boolean next;
        lock.lock();
        try {
            settling = false;
            next = again || (state == State.ENDED && !deleted.isDone());
        } finally {
            lock.unlock();
        }
        if (next) {
            settle();
        }
    }

    private void look() {
        Look look;
        try {
            look = begunLook();
        } catch (SessionLostException lost) {
            // The session comes back to this when it has another lease.
            failed(lost, 0);
            return;
        }
        core.backend().range(Requests.get(rawKey), deadline()).whenComplete((found, failure) -> {
            if (failure != null) {
                failed(LinkedFuture.unwrap(failure), look.number());
            } else {
                found.entries().stream().findFirst().ifPresentOrElse(entry -> present(entry, look), () -> absent(look));
            }
        });
    }

    private Look begunLook() {
        long epoch = session.epoch();
        long lease = session.lease();
        lock.lock();
        try {
            return new Look(value, wanted, lease, epoch);
        } finally {
            lock.unlock();
        }
    }

    private void absent(Look look) {
        leave(State.HEALING, RegistrationEvent.LOST);
        finish(store.create(key, look.value(), bound), look);
    }

    private void present(RawEntry entry, Look look) {
        if (entry.lease() == look.lease() && isWritten(look)) {
            became(entry.modRevision(), look);
            settled();
        } else if (entry.lease() == look.lease() || session.owns(entry.lease())) {
            // On the lease of the look, it is ours even if that lease has been lost, revoked and forgotten meanwhile.
            finish(store.replace(key, entry.modRevision(), look.value(), bound), look);
        } else {
            heldByAnother(entry, look);
        }
    }

    private boolean isWritten(Look look) {
        lock.lock();
        try {
            return written == look.number();
        } finally {
            lock.unlock();
        }
    }

    private void heldByAnother(RawEntry entry, Look look) {
        boolean taken = leave(State.WAITING, RegistrationEvent.TAKEN_OVER);
        if (policy == WhenHeld.TAKE_OVER && !taken) {
            finish(store.replace(key, entry.modRevision(), look.value(), bound), look);
            return;
        }
        if (policy == WhenHeld.WAIT) {
            await(taken);
        } else {
            if (!taken) {
                events.tell(RegistrationEvent.HELD);
            }
            end(
                    new KeyHeldException(
                            "key '" + key + "' is held by somebody else, since revision " + entry.createRevision(),
                            null),
                    false);
        }
        settled();
    }

    private void await(boolean taken) {
        boolean news;
        lock.lock();
        try {
            news = state != State.WAITING && !taken;
            state = state == State.ENDED ? State.ENDED : State.WAITING;
        } finally {
            lock.unlock();
        }
        if (news) {
            events.tell(RegistrationEvent.HELD);
        }
        begun.complete(this);
    }

    private void finish(CompletableFuture<WriteResult> write, Look look) {
        write.whenComplete((result, failure) -> {
            if (failure != null) {
                failed(LinkedFuture.unwrap(failure), look.number());
                return;
            }
            if (result.isApplied()) {
                became(result.revision(), look);
            } else {
                lookAgain();
            }
            settled();
        });
    }

    private void lookAgain() {
        lock.lock();
        try {
            again = true;
        } finally {
            lock.unlock();
        }
    }

    /** The key is what it should be. */
    private void became(long modRevision, Look look) {
        if (session.epoch() != look.epoch() || session.state() == SessionState.LOST) {
            // It was, on a lease that is gone.
            return;
        }
        List<Wish> fulfilled = new ArrayList<>();
        lock.lock();
        try {
            revision = modRevision;
            written = look.number();
            collect(fulfilled, look.number());
            if (state != State.REGISTERED && state != State.ENDED) {
                state = State.REGISTERED;
                events.tell(registeredBefore ? RegistrationEvent.HEALED : RegistrationEvent.REGISTERED);
                registeredBefore = true;
            }
        } finally {
            lock.unlock();
        }
        begun.complete(this);
        fulfilled.forEach(wish -> wish.fulfilled().complete(null));
    }

    /** Takes the wishes that a number covers. For holders of the lock. */
    private void collect(List<Wish> target, long number) {
        for (Iterator<Wish> all = wishes.iterator(); all.hasNext(); ) {
            Wish wish = all.next();
            if (wish.number() <= number) {
                all.remove();
                target.add(wish);
            }
        }
    }

    /** Is not registered any more, if it was. */
    private boolean leave(State next, RegistrationEvent why) {
        lock.lock();
        try {
            if (state != State.REGISTERED) {
                return false;
            }
            state = next;
            events.tell(why);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void failed(Throwable failure, long number) {
        if (!begun.isDone() || failure instanceof StoreClosedException) {
            end(failure, false);
        } else {
            log.debug("key '{}' could not be registered; trying again", key, failure);
            List<Wish> unfulfilled = new ArrayList<>();
            lock.lock();
            try {
                collect(unfulfilled, number);
            } finally {
                lock.unlock();
            }
            unfulfilled.forEach(wish -> wish.fulfilled().completeExceptionally(failure));
            if (!(failure instanceof SessionLostException)) {
                core.clock().runAt(core.clock().nanoTime() + BETWEEN_ATTEMPTS.toNanos(), this::settle);
            }
        }
        settled();
    }

    private Deadline deadline() {
        return Deadline.after(store.timeout());
    }

    // --- what the session tells ---------------------------------------------------------------------------------

    void sessionLost() {
        leave(State.HEALING, RegistrationEvent.LOST);
    }

    void sessionClosed() {
        end(new SessionLostException("the session of key '" + key + "' was closed", null), false);
    }

    // --- for its user -------------------------------------------------------------------------------------------

    @Override
    public String key() {
        return key;
    }

    @Override
    public State state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long revision() {
        lock.lock();
        try {
            return revision;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void setValue(Bytes newValue) {
        Duration deadline = store.timeout();
        BlockingStore.await(
                () -> setValueAsync(newValue)
                        .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
                        .exceptionally(failure -> {
                            throw LinkedFuture.unwrap(failure) instanceof TimeoutException
                                    ? late(deadline)
                                    : rethrown(failure);
                        }),
                Outcome.UNKNOWN);
    }

    private DeadlineExceededException late(Duration deadline) {
        return new DeadlineExceededException(
                "the value of key '" + key + "' was not written within " + deadline + ", while the registration is "
                        + state() + "; it will be as soon as that is possible",
                null,
                Outcome.UNKNOWN);
    }

    private static CompletionException rethrown(Throwable failure) {
        return new CompletionException(LinkedFuture.unwrap(failure));
    }

    @Override
    public CompletableFuture<Void> setValueAsync(Bytes newValue) {
        Objects.requireNonNull(newValue, "value");
        CompletableFuture<Void> fulfilled = new CompletableFuture<>();
        lock.lock();
        try {
            if (state == State.ENDED) {
                throw new IllegalStateException("the registration of key '" + key + "' has ended");
            }
            value = newValue;
            // Who has given up waits no more.
            wishes.removeIf(wish -> wish.fulfilled().isDone());
            wishes.add(new Wish(++wanted, fulfilled));
        } finally {
            lock.unlock();
        }
        settle();
        return fulfilled;
    }

    @Override
    public void close() {
        end(new IllegalStateException("the registration was closed"), true);
        BlockingStore.awaitQuietly(deleted, store.timeout());
    }

    // --- the end ------------------------------------------------------------------------------------------------

    /**
     * Ends it.
     *
     * @param cause what whoever waits is told
     * @param mayBeThere whether the key may be in the store, or on its way there, and is to be deleted
     */
    private void end(Throwable cause, boolean mayBeThere) {
        List<Wish> unfulfilled;
        Watch last;
        lock.lock();
        try {
            if (state == State.ENDED) {
                return;
            }
            state = State.ENDED;
            unfulfilled = List.copyOf(wishes);
            wishes.clear();
            last = watch;
        } finally {
            lock.unlock();
        }
        session.remove(rawKey, this);
        // Whatever of it is still on the lease, nobody wants any more.
        session.keys().forget(rawKey);
        if (last != null) {
            last.close();
        }
        begun.completeExceptionally(cause);
        unfulfilled.forEach(wish -> wish.fulfilled().completeExceptionally(cause));
        if (mayBeThere) {
            settle();
        } else {
            deleted.complete(null);
        }
    }

    /** Deletes the key if it is still there; what fails here the session makes good, since it does not know the key any more. */
    private void delete() {
        if (session.isRegistered(rawKey)) {
            // Anew: whatever is there is the successor's.
            deleted.complete(null);
            settled();
            return;
        }
        session.keys().forget(rawKey);
        core.backend()
                .range(Requests.get(rawKey), deadline())
                .thenCompose(found -> found.entries().stream()
                        .filter(entry -> session.owns(entry.lease()) && !session.isRegistered(rawKey))
                        .findFirst()
                        .map(this::deletion)
                        .orElseGet(() -> CompletableFuture.completedFuture(true)))
                .whenComplete((done, failure) -> {
                    if (failure != null || done) {
                        deleted.complete(null);
                    }
                    settled();
                });
    }

    private CompletableFuture<Boolean> deletion(RawEntry own) {
        Request.Txn guarded = Requests.onlyIf(
                Requests.unchanged(rawKey, own.modRevision()), new Request.Delete(Requests.single(rawKey)));
        Deadline until = deadline();
        return core.inTurn(guarded, until, () -> core.backend().txn(guarded, until), Requests::revision)
                .thenApply(Response.Txn::succeeded);
    }
}
