package io.gatewaystore.testkit.history;

import io.gatewaystore.Bytes;
import io.gatewaystore.KeyRange;
import io.gatewaystore.Listing;
import io.gatewaystore.Store;
import io.gatewaystore.error.StoreException;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.SlowConsumer;
import io.gatewaystore.watch.Watch;
import io.gatewaystore.watch.WatchEvent;
import io.gatewaystore.watch.WatchListener;
import io.gatewaystore.watch.WatchOptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Notes what clients and watches of a store are told, for a {@link HistoryChecker} to judge. The keys it is about belong to its clients alone, and
 * there are none at first.
 *
 * <p>Thread-safe.
 */
public final class Recorder {

    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final List<RecordedWatch> watches = new CopyOnWriteArrayList<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /** Creates a recorder of nothing yet. */
    public Recorder() {}

    /**
     * Makes a client whose calls are noted.
     *
     * @param name the client's name, which no other client of this recorder has: it is part of the values it writes
     * @param store what it calls
     * @return the client
     * @throws IllegalArgumentException if there is a client of the name
     */
    public RecordedClient client(String name, Store store) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("name: '" + name + "' (expected: one that no other client has)");
        }
        return new RecordedClient(name, store, calls::add);
    }

    /**
     * Starts a watch whose events are noted, and waits until the store has accepted it.
     *
     * @param name the watch's name
     * @param store what is watched
     * @param range the range
     * @param options any but {@link SlowConsumer#COALESCE}, which merges revisions
     * @return the watch, to be closed by the caller or with the store
     * @throws IllegalArgumentException if the options say to coalesce
     */
    public Watch watch(String name, Store store, KeyRange range, WatchOptions options) {
        if (options.slowConsumer() == SlowConsumer.COALESCE) {
            throw new IllegalArgumentException("options: COALESCE (expected: every revision by itself)");
        }
        RecordedWatch recorded = new RecordedWatch(name, range, options);
        Watch watch = store.watch(range, options, recorded.listener());
        recorded.established(watch.established().join());
        watches.add(recorded);
        return watch;
    }

    /**
     * Ends a run in which faults are over: puts a key into the range of every watch, as one more client, and waits until every watch is told of it. So
     * each has told of everything that happened before.
     *
     * @param store what to write with
     * @param patience how long to wait
     * @throws AssertionError if a watch was not told in time; the message names it
     */
    public void settle(Store store, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        RecordedClient marker = client("settling-" + names.size(), store);
        for (RecordedWatch watch : watches) {
            long revision = markerIn(watch, marker, end);
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            try {
                Awaitility.await().atMost(left).until(() -> watch.revision() >= revision);
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(
                        "watch " + watch.name() + " was told up to revision " + watch.revision() + " and not of "
                                + revision + " within " + patience + watch.end(),
                        e);
            }
        }
    }

    private static long markerIn(RecordedWatch watch, RecordedClient marker, long end) {
        while (true) {
            Answer answer = marker.put(firstKey(watch.range()));
            if (answer instanceof Answer.Written written) {
                return written.result().revision();
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("the store did not take a write: " + answer);
            }
        }
    }

    /** A key in a range that sorts before any a workload uses. */
    private static String firstKey(KeyRange range) {
        Bytes single = range.singleKey().orElseGet(() -> range.start().concat(Bytes.utf8("!settled")));
        return single.toUtf8();
    }

    /**
     * Tells what was noted so far. Calls that have not ended are not among it.
     *
     * @return the history
     */
    public History history() {
        return new History(
                List.copyOf(calls), watches.stream().map(RecordedWatch::log).toList());
    }

    /** One watch and what it was told. */
    private static final class RecordedWatch {

        private final String name;
        private final KeyRange range;
        private final WatchOptions options;
        private final Queue<WatchEvent> events = new ConcurrentLinkedQueue<>();
        private volatile long established;
        private volatile String end = "";
        private volatile long revision;

        RecordedWatch(String name, KeyRange range, WatchOptions options) {
            this.name = name;
            this.range = range;
            this.options = options;
        }

        void established(long at) {
            established = at;
        }

        String name() {
            return name;
        }

        KeyRange range() {
            return range;
        }

        /** The newest revision it was told of. */
        long revision() {
            return revision;
        }

        /** How it ended, if it did. */
        String end() {
            return end;
        }

        WatchLog log() {
            long from = switch (options.start()) {
                case SNAPSHOT -> 0;
                case REVISION -> options.revision();
                case NOW -> established + 1;
            };
            boolean exact = options.baseline() || options.start() == WatchOptions.Start.SNAPSHOT;
            return new WatchLog(name, range, from, exact, List.copyOf(events));
        }

        WatchListener listener() {
            return new WatchListener() {
                @Override
                public void onSnapshot(Listing snapshot) {
                    note(new WatchEvent.Snapshot(snapshot));
                }

                @Override
                public void onChanges(ChangeSet changes) {
                    note(changes);
                }

                @Override
                public void onProgress(long reported) {
                    note(new WatchEvent.Progress(reported));
                }

                @Override
                public void onResync(Resync resync) {
                    note(resync);
                }

                @Override
                public void onFailure(StoreException cause) {
                    end = "; it ended with " + cause;
                }
            };
        }

        private void note(WatchEvent event) {
            events.add(event);
            revision = event.revision();
        }
    }
}
