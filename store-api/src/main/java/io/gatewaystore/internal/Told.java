package io.gatewaystore.internal;

import io.gatewaystore.Entry;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a listener has been told, and how it goes on from there: with changes, with progress, or over a gap.
 *
 * <p>Invariant: {@code next} is the first revision whose changes the listener has not been promised; what is below it is a repetition.
 *
 * <p>Not thread-safe; the watch's lock guards it, save while a range is read: there is nothing then that it could be told of.
 */
final class Told {

    private static final int GAPS_TOLD_AS_ONE = 3;

    private final RangeReader reader;
    private final Deliveries deliveries;
    private KnownKeys known;
    private long next;
    /** Changes before it are noted, so that the baseline stays true, but not told. */
    private long silentBefore;

    /** What to tell of a gap, once it is certain that there is no other right after it. */
    private @Nullable Gap gap;

    /**
     * Begins with a listener that has been told nothing.
     *
     * @param reader makes names relative to what the listener sees
     * @param deliveries what is told goes here
     * @param known notes what it is told
     */
    Told(RangeReader reader, Deliveries deliveries, KnownKeys known) {
        this.reader = reader;
        this.deliveries = deliveries;
        this.known = known;
    }

    // --- where it goes on ---------------------------------------------------------------------------------------

    long next() {
        return next;
    }

    /** Goes on at a revision, 0 for whichever is next. */
    void goOnAt(long revision) {
        next = revision;
    }

    boolean isRepetition(long revision) {
        return revision < next;
    }

    /** The backend has accepted the watch, at a revision. */
    void accepted(long revision) {
        if (next == 0) {
            next = revision + 1;
        }
        if (revision < next) {
            tellOfGap();
        }
    }

    /** The revision after which everything is told. */
    long promisedAfter() {
        return Math.max(next, silentBefore) - 1;
    }

    // --- what it begins with ------------------------------------------------------------------------------------

    void snapshot(Pages pages) {
        known.reset(pages.entries());
        deliveries.add(new WatchEvent.Snapshot(reader.listing(pages)));
    }

    /** It is not told of these, but they count as known. */
    void baseline(List<RawEntry> entries) {
        known.reset(entries);
    }

    /** The baseline is of before the revision the listener wants to begin with. */
    void keepSilentBefore(long revision) {
        silentBefore = revision;
    }

    boolean isNothingTold() {
        return next < silentBefore;
    }

    // --- changes and progress -----------------------------------------------------------------------------------

    /** Tells the changes of one revision, unless too much waits for the listener already: then they have to come again later. */
    boolean changes(long revision, List<RawEvent> events) {
        tellOfGap();
        List<Change> changes = new ArrayList<>(events.size());
        events.forEach(event -> change(revision, event).ifPresent(changes::add));
        boolean silent = changes.isEmpty() || revision < silentBefore;
        boolean taken = silent || deliveries.add(new ChangeSet(revision, changes));
        if (taken) {
            events.forEach(known::note);
            next = revision + 1;
        }
        return taken;
    }

    private Optional<Change> change(long revision, RawEvent event) {
        Optional<Entry> previous = event.previous().flatMap(reader::relative);
        if (event.entry().isPresent()) {
            return reader.relative(event.entry().get()).map(entry -> new Change.Put(entry, previous));
        }
        return reader.relative(event.key()).map(key -> new Change.Delete(key, revision, previous));
    }

    /** Nothing has changed up to a revision; says so if the listener wants to know. */
    void progress(long revision, boolean wanted) {
        tellOfGap();
        next = revision + 1;
        if (wanted && revision >= silentBefore) {
            deliveries.add(new WatchEvent.Progress(revision));
        }
    }

    // --- gaps ---------------------------------------------------------------------------------------------------

    /**
     * A gap in the history. It is told of only when the watch after it has come to something, for until then history may be compacted beyond
     * what was read; then the range is read again, and the listener is told of one gap, not of two.
     */
    static final class Gap {

        private final Resync.Reason reason;
        /** The first revision that the listener was not told of. */
        private final long untold;
        /** How often history was lost in it. */
        private final int losses;

        private @Nullable Resync resync;
        private @Nullable KnownKeys knownAfter;

        private Gap(Resync.Reason reason, long untold, int losses) {
            this.reason = reason;
            this.untold = untold;
            this.losses = losses;
        }
    }

    /** The history before a revision is gone before anything was told. */
    static Gap compactedBefore(long revision) {
        return new Gap(Resync.Reason.COMPACTED, revision, 1);
    }

    /** The gap that a loss belongs to: one that has not been told of yet, or a new one. */
    Gap gapBegunBy(Resync.Reason reason) {
        Gap before = gap;
        if (before != null && before.losses >= GAPS_TOLD_AS_ONE) {
            // Compacted faster than a watch can begin.
            tellOfGap();
            before = null;
        }
        gap = null;
        if (before == null) {
            return new Gap(reason, next, 1);
        }
        boolean compactedAgain = reason == Resync.Reason.COMPACTED;
        return new Gap(compactedAgain ? before.reason : reason, before.untold, before.losses + 1);
    }

    /** The range has been read after a gap. What there is to tell is made up here, where it holds nobody up, however much it is. */
    void gapEnded(Gap ended, Pages now) {
        List<Change> changes = new ArrayList<>();
        known.changed(ended.reason, now.entries(), ended.untold)
                .forEach(raw ->
                        reader.relative(raw).ifPresent(entry -> changes.add(new Change.Put(entry, Optional.empty()))));
        known.gone(now.entries())
                .forEach((key, modRevision) -> reader.relative(key)
                        .ifPresent(name -> changes.add(new Change.Delete(name, modRevision, Optional.empty()))));
        ended.resync = new Resync(ended.reason, reader.listing(now), changes);
        ended.knownAfter = known.insteadOf(now.entries());
        gap = ended;
        silentBefore = 0;
    }

    boolean owesGap() {
        return gap != null;
    }

    /** Tells the listener of the gap it has not been told of yet, if there is one. */
    void tellOfGap() {
        Gap untold = gap;
        gap = null;
        if (untold != null && untold.resync != null && untold.knownAfter != null) {
            known = untold.knownAfter;
            deliveries.add(untold.resync);
        }
    }
}
