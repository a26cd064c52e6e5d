package io.gatewaystore.etcd;

import io.etcd.jetcd.api.ResponseHeader;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.spi.BackendWatch;
import io.gatewaystore.spi.Request;
import io.gatewaystore.spi.WatchSink;
import io.gatewaystore.watch.Resync;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All watches of a backend, on four streams at most, and what they have seen of the history of their cluster. When that turns out to be another one all
 * of them are told: a cluster loses its history as a whole.
 */
final class WatchStreams {

    private static final Logger log = LoggerFactory.getLogger(WatchStreams.class);

    /** How many watches a stream has before its lane gets another one. */
    private static final int COMFORTABLE = 1_000;

    private final Transport transport;
    private final Timing timing;
    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final Map<Lane, List<WatchGroup>> lanes = new EnumMap<>(Lane.class);
    private final Set<EtcdWatch> watches = new LinkedHashSet<>();
    private boolean closed;
    private volatile History history = new History();

    WatchStreams(Transport transport, Timing timing) {
        this.transport = transport;
        this.timing = timing;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new ArrayList<>());
        }
        transport.onAnswer((header, askedAt) -> history.answered(header, askedAt));
    }

    BackendWatch watch(Request.Watch request, WatchSink sink) {
        EtcdWatch watch = new EtcdWatch(this, request, sink);
        if (!add(watch)) {
            watch.failed(transport.closedException(Outcome.NOT_APPLIED));
        }
        return watch;
    }

    private boolean add(EtcdWatch watch) {
        WatchGroup group;
        boolean connect;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            watches.add(watch);
            group = group(laneFor(watch));
            connect = group.add(watch);
        } finally {
            lock.unlock();
        }
        if (connect) {
            group.connect();
        }
        return true;
    }

    /** Where it begins, as far as the store's revision is known. It stays there: on its way elsewhere compaction might overtake it. */
    private Lane laneFor(EtcdWatch watch) {
        long start = watch.next();
        long newest = transport.revision();
        if (start == 0 || newest == 0 || start == newest + 1) {
            return Lane.LIVE;
        }
        return start <= newest ? Lane.CATCHING_UP : Lane.FUTURE;
    }

    /**
     * Where to start a watch for etcd, which answers no request for progress on a stream while one of its watches starts at a revision that does not
     * exist yet, and be it the next one. So a watch of the next revision starts at the newest, whose changes are dropped as repetitions.
     */
    long existing(long start) {
        long newest = transport.revision();
        return newest > 0 && start == newest + 1 ? newest : start;
    }

    /** The group of a lane that a watch should join: the smallest, or a new one if that is large. */
    private WatchGroup group(Lane lane) {
        List<WatchGroup> groups = Objects.requireNonNull(lanes.get(lane), "groups");
        WatchGroup smallest =
                groups.stream().min(Comparator.comparingInt(WatchGroup::size)).orElse(null);
        boolean full = smallest == null || smallest.size() >= COMFORTABLE;
        if (smallest != null && (!full || groups.size() == lane.streams())) {
            return smallest;
        }
        WatchGroup fresh = new WatchGroup(this, transport, timing, lock);
        groups.add(fresh);
        return fresh;
    }

    void remove(EtcdWatch watch) {
        WatchStream idle = null;
        lock.lock();
        try {
            watches.remove(watch);
            WatchGroup group = watch.group();
            if (group != null) {
                idle = group.remove(watch);
            }
        } finally {
            lock.unlock();
        }
        if (idle != null) {
            idle.close();
        }
    }

    // --- history ------------------------------------------------------------------------------------------------

    /** The one that revisions told from now on are of. */
    History history() {
        return history;
    }

    /**
     * The history that a member tells of which answers for the first time: the one known so far, or another, of which everybody has been told then. Fails if
     * nobody can tell at the moment.
     */
    CompletableFuture<History> prove(KeyRange readable, Member member, ResponseHeader header) {
        History believed = history;
        KnownHistory known = believed.known();
        if (known.isNothing()) {
            return CompletableFuture.completedFuture(believed);
        }
        if (!known.isOf(header)) {
            return CompletableFuture.completedFuture(lost(believed, Resync.Reason.CLUSTER_CHANGED, member, header));
        }
        return new HistoryCheck(transport, known, readable)
                .run()
                .thenApply(contradiction -> contradiction
                        .map(reason -> lost(believed, reason, member, header))
                        .orElse(believed));
    }

    /** Tells everybody who depends on a history that is gone, once, however many streams notice. */
    private History lost(History gone, Resync.Reason reason, Member member, ResponseHeader header) {
        List<EtcdWatch> concerned;
        lock.lock();
        try {
            if (history != gone) {
                return history;
            }
            transport.historyLost(gone.known().revision(), header.getRevision());
            history = new History();
            concerned = watches.stream().filter(EtcdWatch::hasPast).toList();
        } finally {
            lock.unlock();
        }
        log.warn(
                "etcd at {} has another history than before ({}); {} watches are synchronized anew",
                member,
                reason,
                concerned.size());
        concerned.forEach(watch -> watch.historyLost(reason));
        return history;
    }

    // --- the end ------------------------------------------------------------------------------------------------

    void close() {
        List<WatchStream> last = new ArrayList<>();
        List<EtcdWatch> all;
        lock.lock();
        try {
            closed = true;
            all = new ArrayList<>(watches);
            lanes.values()
                    .forEach(groups -> groups.forEach(group -> {
                        WatchStream stream = group.end();
                        if (stream != null) {
                            last.add(stream);
                        }
                    }));
        } finally {
            lock.unlock();
        }
        all.forEach(watch -> watch.failed(transport.closedException(Outcome.NOT_APPLIED)));
        last.forEach(WatchStream::close);
    }
}
