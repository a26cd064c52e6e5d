package io.gatewaystore.coordination;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.Store;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.LockLostException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.SessionLostException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.internal.Coordination;
import io.gatewaystore.session.Session;
import io.gatewaystore.session.SessionState;
import io.gatewaystore.status.Subscription;
import io.gatewaystore.txn.Operation;
import io.gatewaystore.txn.Txn;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Those who want to be the only one, in the order in which they came: a directory of tickets, each of which lives as long as its session. The one with the lowest creation
 * revision is at the head. Everybody else watches the one right before it and no other, so that the end of one ticket wakes one waiter.
 */
final class WaitingLine {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

    private final Session session;
    private final Store store;
    private final String name;
    private final KeyRange range;

    WaitingLine(Session session, String name) {
        this.session = session;
        this.store = session.store();
        this.name = name;
        this.range = KeyRange.directory(name);
    }

    Session session() {
        return session;
    }

    Store store() {
        return store;
    }

    String name() {
        return name;
    }

    KeyRange range() {
        return range;
    }

    Coordination coordination() {
        return store.unwrap(Coordination.class)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "the store does not unwrap to what locks need of it; pass unwrap on to the store that you wrap"));
    }

    /** The ticket at the head. Keys without a lease are none: nobody would ever take them away. */
    static Optional<Entry> head(Stream<Entry> entries) {
        return entries.filter(Entry::leased).min(Comparator.comparingLong(Entry::createRevision));
    }

    /**
     * Waits for the head of the line.
     *
     * @param value what the ticket tells others
     * @return the place, or empty if the time was over before
     */
    Optional<Place> join(Bytes value, Patience patience) {
        long epoch = session.epoch();
        String key = name + "/" + UUID.randomUUID();
        boolean arrived = false;
        try {
            // A transaction has a revision of its own, which no other ticket has. Other writes may share theirs.
            long token = store.commit(Txn.of(Operation.put(key, value, WriteOptions.onSession(session))))
                    .revision();
            Turn turn = new Turn(key, token, epoch);
            if (!turn.await(patience)) {
                return Optional.empty();
            }
            Place place = new Place(this, key, token, epoch).guarded();
            arrived = true;
            return Optional.of(place);
        } finally {
            if (!arrived) {
                coordination().abandon(session, key);
            }
        }
    }

    /** Whether the session has been alive without a break since an epoch began. The order of the two questions matters. */
    boolean livesSince(long epoch) {
        return !session.remaining().isZero() && session.epoch() == epoch;
    }

    /** One ticket's wait for its turn. */
    private final class Turn {

        private final String key;
        private final long token;
        private final long epoch;

        Turn(String key, long token, long epoch) {
            this.key = key;
            this.token = token;
            this.epoch = epoch;
        }

        boolean await(Patience patience) {
            try {
                while (true) {
                    Listing line = look(patience);
                    if (line.entries().stream().noneMatch(entry -> entry.createRevision() == token)) {
                        throw gone();
                    }
                    Optional<Entry> ahead = line.entries().stream()
                            .filter(entry -> entry.leased() && entry.createRevision() < token)
                            .max(Comparator.comparingLong(Entry::createRevision));
                    if (ahead.isEmpty()) {
                        checkSession();
                        return true;
                    }
                    if (!awaitChange(ahead.get().key(), line.revision(), patience)) {
                        return false;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedStoreException(
                        "the calling thread was interrupted while it waited for '" + name + "'",
                        e,
                        Outcome.NOT_APPLIED);
            }
        }

        /** Reads the line. A store that cannot be reached for a while is waited for, as long as the session lives. */
        private Listing look(Patience patience) throws InterruptedException {
            while (true) {
                try {
                    return store.list(range);
                } catch (StoreException failure) {
                    giveUpUnlessItMayPass(failure, patience);
                }
            }
        }

        private void giveUpUnlessItMayPass(StoreException failure, Patience patience) throws InterruptedException {
            if (failure instanceof InterruptedStoreException || !failure.isRetryable()) {
                throw failure;
            }
            checkSession();
            if (!patience.awaitBriefly(new CountDownLatch(1), BETWEEN_ATTEMPTS)) {
                throw failure;
            }
        }

        /** Whatever happens to the one ahead, or to the session, is a reason to look again. */
        @SuppressWarnings("try") // They do what they are there for by being open.
        private boolean awaitChange(String ahead, long seen, Patience patience) throws InterruptedException {
            CountDownLatch signal = new CountDownLatch(1);
            WatchOptions next = WatchOptions.fromRevision(seen + 1);
            try (Watch watch = store.watch(KeyRange.single(ahead), next, new Waker(signal));
                    Subscription losses = session.onStateChange(state -> wakeIfLost(state, signal))) {
                checkSession();
                boolean woken = patience.await(signal);
                checkSession();
                return woken;
            } catch (StoreException failure) {
                giveUpUnlessItMayPass(failure, patience);
                return true;
            }
        }

        private void checkSession() {
            if (!livesSince(epoch)) {
                throw new SessionLostException(
                        "the session was lost while it waited for '" + name
                                + "', and with it the place in the queue; ask again",
                        null);
            }
        }

        private LockLostException gone() {
            checkSession();
            return new LockLostException(
                    "ticket '" + key + "' was deleted by somebody while it waited; ask again", null);
        }
    }

    private static void wakeIfLost(SessionState state, CountDownLatch signal) {
        if (state == SessionState.LOST || state == SessionState.CLOSED) {
            signal.countDown();
        }
    }

    /** Says that something happened, and not what. */
    private record Waker(CountDownLatch signal) implements WatchListener {
        @Override
        public void onChanges(ChangeSet changes) {
            signal.countDown();
        }

        @Override
        public void onResync(Resync resync) {
            signal.countDown();
        }

        @Override
        public void onFailure(StoreException cause) {
            signal.countDown();
        }
    }
}
