package io.gatewaystore.etcd;

import io.etcd.jetcd.api.WatchResponse;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The watches on one stream, each under an id of its own. Not thread-safe; the stream's lock guards it. */
final class Placements {

    /**
     * What etcd puts in place of an id when it answers a request for progress, which is about all watches of a stream, and when it refuses
     * a watch, which is then the oldest it has not answered for.
     */
    private static final long NO_ID = -1;

    private final Map<Long, Placement> byId = new HashMap<>();
    private final Map<EtcdWatch, Placement> byWatch = new HashMap<>();
    private final ArrayDeque<Long> unanswered = new ArrayDeque<>();
    private long lastId;

    /** Places a watch; null if it has a place. */
    @Nullable
    Placement add(EtcdWatch watch) {
        if (byWatch.containsKey(watch)) {
            return null;
        }
        Placement placement = watch.place(++lastId);
        byId.put(placement.id(), placement);
        byWatch.put(watch, placement);
        unanswered.add(placement.id());
        return placement;
    }

    /** Takes a watch away; null if it has no place. */
    @Nullable
    Placement remove(EtcdWatch watch) {
        Placement placement = byWatch.remove(watch);
        if (placement != null) {
            byId.remove(placement.id());
        }
        return placement;
    }

    boolean isEmpty() {
        return byWatch.isEmpty();
    }

    // --- what etcd means ----------------------------------------------------------------------------------------

    /** Whether etcd reports progress of all of them. */
    static boolean isAboutAll(WatchResponse response) {
        return response.getWatchId() == NO_ID && !response.getCreated() && !response.getCanceled();
    }

    /** Which of them a message is about; null if that has been taken away meanwhile. */
    @Nullable
    Placement find(WatchResponse response) {
        long id = response.getWatchId();
        if (response.getCreated()) {
            // etcd answers for watches in the order in which they were asked for.
            Long oldest = id == NO_ID ? unanswered.poll() : null;
            id = oldest == null ? id : oldest;
            unanswered.remove(id);
        }
        return byId.get(id);
    }

    /** Those that a report of progress is about; see {@link Placement#isMeantBy}. */
    List<Placement> meantBy(long revision, long acceptances) {
        return byWatch.values().stream()
                .filter(placement -> placement.isMeantBy(revision, acceptances))
                .toList();
    }

    // --- how far they are ---------------------------------------------------------------------------------------

    /** Whether one of them has been accepted and may have something to catch up with. */
    boolean isAnyBehind() {
        return byWatch.values().stream().anyMatch(placement -> placement.isAccepted() && !placement.isCaughtUp());
    }

    /** Whether etcd has nothing to do for any of them but to tell what happens after the revision it is at. */
    boolean areAllSettled(long revision) {
        return byWatch.values().stream()
                .allMatch(placement ->
                        placement.isAccepted() && placement.isCaughtUp() && !placement.isAheadOf(revision));
    }
}
