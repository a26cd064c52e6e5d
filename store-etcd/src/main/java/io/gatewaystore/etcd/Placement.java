package io.gatewaystore.etcd;

import io.etcd.jetcd.api.Event;
import io.gatewaystore.spi.RawEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * A watch on one stream, under an id of that stream. What the watch is told this way counts until it is placed elsewhere; what has come of a revision
 * that is not whole is forgotten with the placement, and comes again.
 *
 * <p>Only the stream's own thread reports to it.
 */
final class Placement {

    private static final long NOT_ACCEPTED = -1;

    private final EtcdWatch watch;
    private final long id;
    private final long start;
    private volatile long acceptedAt = NOT_ACCEPTED;
    private volatile boolean caughtUp;
    /** Its place in the order in which the stream's watches were accepted. */
    private volatile long acceptance;

    private long pendingRevision;
    private List<RawEvent> pending = new ArrayList<>();

    /**
     * Places a watch.
     *
     * @param id its id on the stream
     * @param start the revision it starts at there, 0 for the next one
     */
    Placement(EtcdWatch watch, long id, long start) {
        this.watch = watch;
        this.id = id;
        this.start = start;
    }

    EtcdWatch watch() {
        return watch;
    }

    long id() {
        return id;
    }

    long start() {
        return start;
    }

    boolean isAccepted() {
        return acceptedAt != NOT_ACCEPTED;
    }

    /** Whether everything was handed over that had happened when etcd accepted it. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    /** Whether it waits for a revision that a store at the given one does not have yet. */
    boolean isAheadOf(long revision) {
        return start > revision;
    }

    /**
     * Whether a report of progress is about this watch too. It was accepted before the report was asked for, or at a lower revision: either way etcd knew it
     * when it looked whether all had caught up. Creations and progress travel on different ways inside etcd, so the order of arrival tells nothing.
     *
     * @param revision the revision reported
     * @param acceptances how many watches had been accepted when it was asked for
     */
    boolean isMeantBy(long revision, long acceptances) {
        return isAccepted() && (acceptedAt < revision || acceptance <= acceptances);
    }

    void created(long revision, long count) {
        acceptance = count;
        caughtUp = start == 0 || start > revision;
        acceptedAt = revision;
        watch.created(this, revision);
    }

    void events(List<Event> events, boolean moreOfTheSame) {
        for (Event event : events) {
            long revision = event.getKv().getModRevision();
            if (revision != pendingRevision) {
                handOver();
            }
            pendingRevision = revision;
            pending.add(Wire.event(event));
        }
        if (!moreOfTheSame) {
            handOver();
        }
    }

    private void handOver() {
        if (pending.isEmpty()) {
            return;
        }
        List<RawEvent> whole = pending;
        pending = new ArrayList<>();
        watch.events(this, pendingRevision, whole);
        if (pendingRevision >= acceptedAt) {
            caughtUp = true;
        }
    }

    void progress(long revision) {
        caughtUp = true;
        watch.progress(this, revision);
    }

    /** For an etcd that cannot be asked how far it is. */
    void assumeCaughtUp() {
        caughtUp = true;
    }
}
