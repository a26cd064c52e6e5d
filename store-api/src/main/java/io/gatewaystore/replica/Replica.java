package io.gatewaystore.replica;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.ReadOptions;
import io.gatewaystore.RevisionToken;
import io.gatewaystore.Store;
import io.gatewaystore.codec.Codec;
import io.gatewaystore.error.CompactedException;
import io.gatewaystore.error.DeadlineExceededException;
import io.gatewaystore.error.FutureRevisionException;
import io.gatewaystore.error.InterruptedStoreException;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.error.StoreClosedException;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.internal.Clusters;
import io.gatewaystore.internal.Foundation;
import io.gatewaystore.internal.Keys;
import io.gatewaystore.internal.OwnWrites;
import io.gatewaystore.spi.Deadline;
import io.gatewaystore.status.Subscription;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchOptions;
import io.gatewaystore.watch.WatchState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A live, typed, local copy of a range.
 *
 * <pre>{@code
 * try (Replica<Route> routes = store.replicate(KeyRange.directory("routes"), JsonCodec.of(Route.class))) {
 *     Optional<Route> route = routes.get("routes/billing");      // no I/O, nothing allocated
 *     routes.listen(changes -> changes.forEach(System.out::println));
 * }
 * }</pre>
 *
 * <p><strong>Reads</strong> look into memory. A read sees one state of the range as it was, or is, at one revision of the store; states never go
 * back in time, except through a resync that listeners are told of and {@link #status()} counts. How fresh that state must be is asked of each
 * read by a {@link ReadLevel}; unless said otherwise a read waits while a write to the range, acknowledged to this opened store, is not in the replica yet, and for
 * nothing else. Waiting ends with the deadline of the store that made the replica ({@link Store#withDeadline}). What several reads see need not be
 * one state; what one {@link #snapshot()} shows is.
 *
 * <p><strong>Cut off</strong> from the store, a replica keeps answering from what it has; {@link #state()} tells since when. It goes on by itself,
 * with nothing lost.
 *
 * <p><strong>Values that do not decode</strong> are isolated: their keys are as if absent, until somebody writes a value that does.
 * {@link #undecodable()} lists them, listeners are told.
 *
 * <p><strong>Errors.</strong> A read that waits can fail with {@link DeadlineExceededException} and, when its thread is interrupted,
 * {@link InterruptedStoreException}; once the watch has ended by itself, all reads but local ones fail with what ended it. A waiting read on one of the store's
 * I/O threads fails at once with {@link IllegalStateException}.
 *
 * <p>Thread-safe.
 *
 * @param <V> the type of the values
 */
public final class Replica<V> implements AutoCloseable {

    /** How long to wait between questions how far the store is. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int AUDITS = 3;

    private final Store store;
    private final KeyRange range;
    private final Foundation foundation;
    private final OwnWrites.Within ownWrites;
    private final Copy<V> copy;
    private final Watch watch;

    /**
     * Copies a range; {@link Store#replicate} does the same.
     *
     * @param store the store, one that this library opened, or a view of it
     * @param range the range, relative to the namespace of the store
     * @param codec how values are decoded; runs on the store's own threads
     * @throws DeadlineExceededException if the range could not be read within the deadline of the store
     */
    public Replica(Store store, KeyRange range, Codec<V> codec) {
        this.store = Objects.requireNonNull(store, "store");
        this.range = Objects.requireNonNull(range, "range");
        Objects.requireNonNull(codec, "codec");
        foundation = store.unwrap(Foundation.class)
                .orElseThrow(() -> new IllegalArgumentException(
                        "store: " + store.getClass().getName()
                                + " (expected: a store that this library opened, or one that unwraps as it does)"));
        ownWrites = foundation.ownWrites(range);
        copy = new Copy<>(codec, foundation.executor(), ownWrites);
        watch = begin();
        try {
            await(1, deadline());
        } catch (RuntimeException | Error notThere) {
            close();
            throw notThere;
        }
    }

    private Watch begin() {
        try {
            return store.watch(range, WatchOptions.snapshotThenChanges().withProgress(), copy);
        } catch (RuntimeException | Error notEstablished) {
            ownWrites.end();
            throw notEstablished;
        }
    }

    /**
     * Reads a key, {@linkplain ReadLevel#ownWrites() own writes} included.
     *
     * @param key the key
     * @return its value, or empty if there is no such key, or its value does not decode
     */
    public Optional<V> get(String key) {
        return content(ownState(), key);
    }

    /**
     * Reads a key.
     *
     * @param key the key
     * @param level how fresh the read must be
     * @return its value, or empty if there is no such key, or its value does not decode
     */
    public Optional<V> get(String key, ReadLevel level) {
        return content(state(level), key);
    }

    private static <V> Optional<V> content(State<V> state, String key) {
        ReplicaEntry<V> entry = state.table().find(key);
        return entry == null ? Optional.empty() : entry.content();
    }

    /**
     * Reads a key with its revisions, as a conditional write needs them, {@linkplain ReadLevel#ownWrites() own writes} included.
     *
     * @param key the key
     * @return the entry, or empty if there is no such key, or its value does not decode
     */
    public Optional<ReplicaEntry<V>> entry(String key) {
        return entry(key, ReadLevel.ownWrites());
    }

    /**
     * Reads a key with its revisions.
     *
     * @param key the key
     * @param level how fresh the read must be
     * @return the entry, or empty if there is no such key, or its value does not decode
     */
    public Optional<ReplicaEntry<V>> entry(String key, ReadLevel level) {
        return Optional.ofNullable(state(level).table().find(key)).filter(ReplicaEntry::isDecoded);
    }

    /**
     * The whole range, {@linkplain ReadLevel#ownWrites() own writes} included.
     *
     * @return a state that never changes
     */
    public ReplicaSnapshot<V> snapshot() {
        return snapshot(ReadLevel.ownWrites());
    }

    /**
     * The whole range.
     *
     * @param level how fresh it must be
     * @return a state that never changes
     */
    public ReplicaSnapshot<V> snapshot(ReadLevel level) {
        return new ReplicaSnapshot<>(state(level));
    }

    /**
     * The revision of the store that the replica shows. It moves with the store even if the range does not change, though only every two
     * seconds then, unless somebody waits for it.
     *
     * @return the revision
     */
    public long revision() {
        return copy.state().revision();
    }

    /**
     * What another node's replica has to {@linkplain #await(RevisionToken, Duration) wait for} to see what this one shows.
     *
     * @return the revision and its cluster
     */
    public RevisionToken token() {
        return new RevisionToken(Clusters.idOf(store), revision());
    }

    /**
     * Waits until the replica shows a revision, which may be one that does not exist yet.
     *
     * @param revision the revision
     * @param timeout how long to wait
     * @throws DeadlineExceededException if it did not within that time
     */
    public void await(long revision, Duration timeout) {
        await(revision, Deadline.after(timeout));
    }

    /**
     * Waits until the replica shows what another node saw.
     *
     * @param token what the other node handed over
     * @param timeout how long to wait
     * @throws io.gatewaystore.error.OtherClusterException if it is of another cluster, naming both
     * @throws DeadlineExceededException if the replica did not get that far within that time
     */
    public void await(RevisionToken token, Duration timeout) {
        Clusters.check(store, token);
        await(token.revision(), timeout);
    }

    /**
     * Tells a listener of the state of now, and of every change after it.
     *
     * @param listener the listener
     * @return stands for the listener, to end it; it ends with the replica too
     */
    public Subscription listen(ReplicaListener<V> listener) {
        return copy.add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * How up to date the replica is: told of changes as they happen, catching up, or cut off from the store, and since when.
     *
     * @return the state of its watch
     */
    public WatchState state() {
        return watch.state();
    }

    /**
     * The keys whose values do not decode now.
     *
     * @return the keys, in key order, each with the reason
     */
    public List<Undecodable> undecodable() {
        return copy.undecodable();
    }

    /**
     * What the replica knows about itself. Never waits.
     *
     * @return the status at this moment
     */
    public ReplicaStatus status() {
        State<V> now = copy.state();
        return new ReplicaStatus(
                now.revision(),
                Math.max(0, store.status().revision() - now.revision()),
                state(),
                now.table().size() - now.table().undecodable(),
                now.table().undecodable(),
                copy.decodeFailures(),
                copy.resyncs(),
                copy.repaired());
    }

    /**
     * Compares the replica with the store, both at one revision: every key, its modRevision, and a 32-bit digest of its value's bytes. Costs one
     * listing of the range, and does not hold up the replica. What differs is repaired, logged and told to listeners. No watch should ever lose a change; this finds
     * what even a store's own errors, or a history exchanged unnoticed, have led to.
     *
     * @return what was found and repaired
     * @throws CompactedException if the store compacts faster than the range can be listed
     * @throws FutureRevisionException if the store's history ends before the revision of the replica, so that it must have gone back, and the replica's watch
     *     does not notice that within the deadline of the store
     */
    public Verification verify() {
        int attempt = 1;
        while (true) {
            state(ReadLevel.linearizable());
            Audit<V> audit = copy.beginAudit();
            try {
                Optional<Verification> report = copy.conclude(
                        audit,
                        store.list(range, ReadOptions.atRevision(audit.base().revision())));
                if (report.isPresent()) {
                    return report.get();
                }
            } catch (CompactedException tooLate) {
                if (attempt == AUDITS) {
                    throw tooLate;
                }
            } catch (FutureRevisionException wentBack) {
                if (attempt == AUDITS || !isSetAnew(audit)) {
                    throw wentBack;
                }
            } finally {
                copy.endAudit(audit);
            }
            attempt++;
        }
    }

    /** The store went back; its watch learns that from the answers to other calls too. */
    private boolean isSetAnew(Audit<V> audit) {
        watch.requestProgress();
        try {
            return copy.awaitSuperseded(audit, deadline().remainingNanos());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Ends the replica. Its last state can still be read locally. Does not wait; a callback of a listener that is running may still run on return, but no
     * other follows it. May be called more than once.
     */
    @Override
    public void close() {
        watch.close();
        copy.close(new StoreClosedException("the replica is closed", null, Outcome.NOT_APPLIED));
    }

    @Override
    public String toString() {
        return "Replica[" + range + " at revision " + revision() + ", " + state() + "]";
    }

    /** Access for tests of what finds a fault in the state. */
    Copy<V> copy() {
        return copy;
    }

    // --- levels -------------------------------------------------------------------------------------------------

    private State<V> state(ReadLevel level) {
        return switch (level.kind()) {
            case LOCAL -> copy.state();
            case OWN_WRITES -> ownState();
            case AT_LEAST -> await(level.revision(), deadline());
            case LINEARIZABLE -> await(newestRevision(), deadline());
        };
    }

    private State<V> ownState() {
        State<V> now = copy.state();
        long own = ownWrites.newest();
        return own <= now.revision() ? now : await(own, deadline());
    }

    /** One key's absence, or presence, is the least to ask for, and lies where the store may be asked. */
    private long newestRevision() {
        Bytes first = range.start().isEmpty() ? Bytes.wrap(new byte[1]) : range.start();
        return store.count(KeyRange.of(first, Keys.successor(first))).revision();
    }

    private Deadline deadline() {
        return Deadline.after(foundation.timeout());
    }

    private State<V> await(long revision, Deadline deadline) {
        State<V> now = copy.state();
        if (now.revision() >= revision) {
            return now;
        }
        Foundation.refuseOnIoThread();
        while (now.revision() < revision) {
            throwFailure();
            if (deadline.isPast()) {
                throw tooLate(revision, now);
            }
            // Nothing in the range may change any more.
            watch.requestProgress();
            awaitFor(revision, Math.min(PATIENCE_NANOS, deadline.remainingNanos()));
            now = copy.state();
        }
        return now;
    }

    private void awaitFor(long revision, long nanos) {
        try {
            copy.await(revision, nanos);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedStoreException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new InterruptedStoreException(
                "the calling thread was interrupted while it waited for a replica", cause, Outcome.NOT_APPLIED);
    }

    private void throwFailure() {
        StoreException failure = copy.failure();
        if (failure != null) {
            throw failure.atCaller();
        }
    }

    private DeadlineExceededException tooLate(long revision, State<V> now) {
        return new DeadlineExceededException(
                "the replica of " + range + " did not reach revision " + revision
                        + " within its deadline: it is at revision " + now.revision() + ", its watch is " + state(),
                null,
                Outcome.NOT_APPLIED);
    }
}
