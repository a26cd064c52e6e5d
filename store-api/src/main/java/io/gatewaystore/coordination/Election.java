package io.gatewaystore.coordination;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import io.gatewaystore.session.Session;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one of many candidates, in the order in which they came, and tells everybody who it is.
 *
 * <pre>{@code
 * Election cores = store.election("cores/active");
 * try (Leadership leadership = cores.campaign(address)) {     // waits until it leads
 *     leadership.fenced().put("cores/plan", plan);            // fails if it leads no more
 * }
 * }</pre>
 *
 * <p>The rules are those of a {@link StoreLock}: a leader that was paused may not know yet that another one leads; its fenced writes are refused.
 *
 * <p>Thread-safe.
 */
public final class Election {

    private final WaitingLine line;

    private Election(WaitingLine line) {
        this.line = line;
    }

    /**
     * An election on a session.
     *
     * @param session whose loss is that of a leadership
     * @param name the directory in which candidates stand, such as {@code cores/active}, in the namespace of the session's store
     * @return the election
     * @throws IllegalArgumentException if the name is empty, ends with a slash, or is not well-formed Unicode
     */
    public static Election on(Session session, String name) {
        return new Election(new WaitingLine(session, name));
    }

    /**
     * Stands for election and waits until it is won, as long as it takes.
     *
     * @param value what the leader will tell of itself
     * @return the leadership
     * @throws io.gatewaystore.error.SessionLostException if the session is lost, and with it the candidacy
     * @throws io.gatewaystore.error.InterruptedStoreException if the thread is interrupted
     * @throws io.gatewaystore.error.StoreException as a write may fail. Whatever is thrown, what was written is deleted, by the session's next renewal at the latest
     */
    public Leadership campaign(Bytes value) {
        return campaign(value, Patience.unlimited()).orElseThrow();
    }

    /**
     * Stands for election for some time.
     *
     * @param value what the leader will tell of itself
     * @param wait how long at most, besides what single calls to the store take
     * @return the leadership, or empty if it was not won in time; the candidacy is withdrawn then
     * @throws IllegalArgumentException if the time is negative
     * @throws io.gatewaystore.error.StoreException as {@link #campaign(Bytes)}
     */
    public Optional<Leadership> campaign(Bytes value, Duration wait) {
        return campaign(value, Patience.of(wait));
    }

    private Optional<Leadership> campaign(Bytes value, Patience patience) {
        return line.join(Objects.requireNonNull(value, "value"), patience).map(place -> new Leadership(line, place));
    }

    /**
     * Reads who leads.
     *
     * @return the leader, or empty if there is none
     */
    public Optional<Leader> leader() {
        return leader(line.store().list(line.range()));
    }

    private static Optional<Leader> leader(Iterable<Entry> entries) {
        return WaitingLine.head(StreamSupport.stream(entries.spliterator(), false))
                .map(entry -> new Leader(entry.value(), entry.createRevision()));
    }

    /**
     * Tells a listener who leads, now and after every change, through every break.
     *
     * @param listener is told
     * @return the running watch, to end it
     */
    public Watch observe(LeaderListener listener) {
        Objects.requireNonNull(listener, "listener");
        return line.store().watch(line.range(), WatchOptions.snapshotThenChanges(), new Observer(listener));
    }

    /** Keeps the candidates, and tells of the one at the head. */
    private static final class Observer implements WatchListener {

        private final LeaderListener listener;
        private final Map<String, Entry> candidates = new HashMap<>();
        private @Nullable Leader told;
        private boolean toldAnything;

        Observer(LeaderListener listener) {
            this.listener = listener;
        }

        @Override
        public void onSnapshot(Listing snapshot) {
            replace(snapshot);
        }

        @Override
        public void onResync(Resync resync) {
            replace(resync.current());
        }

        @Override
        public void onChanges(ChangeSet changes) {
            for (Change change : changes) {
                if (change instanceof Change.Put put) {
                    candidates.put(put.key(), put.entry());
                } else {
                    candidates.remove(change.key());
                }
            }
            tell();
        }

        private void replace(Listing all) {
            candidates.clear();
            all.forEach(entry -> candidates.put(entry.key(), entry));
            tell();
        }

        private void tell() {
            Optional<Leader> leader = leader(candidates.values());
            if (!toldAnything || !leader.equals(Optional.ofNullable(told))) {
                toldAnything = true;
                told = leader.orElse(null);
                listener.onLeader(leader);
            }
        }
    }
}
