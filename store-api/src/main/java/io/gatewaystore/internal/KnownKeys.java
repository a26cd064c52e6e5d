package io.gatewaystore.internal;

import io.gatewaystore.Bytes;
import io.gatewaystore.spi.RawEntry;
import io.gatewaystore.spi.RawEvent;
import io.gatewaystore.watch.Resync;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a listener has been told exists, so that a gap in the history can be bridged with a difference. Not thread-safe. */
final class KnownKeys {

    private final Map<Bytes, Long> modRevisions = new HashMap<>();
    private final boolean kept;
    private boolean complete;

    private KnownKeys(boolean kept, boolean complete) {
        this.kept = kept;
        this.complete = complete;
    }

    /**
     * Knows nothing yet.
     *
     * @param complete whether everything there is will be known, because the watch begins with a snapshot or where there was nothing
     */
    KnownKeys(boolean complete) {
        this(true, complete);
    }

    /** For a listener that wants no difference: nothing is noted, and nothing differs. */
    static KnownKeys notKept() {
        return new KnownKeys(false, false);
    }

    void note(RawEvent event) {
        if (!kept) {
            return;
        }
        event.entry()
                .ifPresentOrElse(
                        entry -> modRevisions.put(entry.key(), entry.modRevision()),
                        () -> modRevisions.remove(event.key()));
    }

    /** From now on, exactly these are known. */
    void reset(List<RawEntry> entries) {
        if (!kept) {
            return;
        }
        modRevisions.clear();
        entries.forEach(entry -> modRevisions.put(entry.key(), entry.modRevision()));
        complete = true;
    }

    /** What is known when exactly these are. */
    KnownKeys insteadOf(List<RawEntry> entries) {
        KnownKeys others = new KnownKeys(kept, true);
        others.reset(entries);
        return others;
    }

    /**
     * The entries that the listener has not been told of as they are.
     *
     * @param reason why there is a gap
     * @param entries everything there is now
     * @param next the first revision the listener was not told about
     */
    List<RawEntry> changed(Resync.Reason reason, List<RawEntry> entries, long next) {
        if (!kept) {
            return List.of();
        }
        if (reason != Resync.Reason.COMPACTED) {
            // Another history: equal revisions no longer mean equal values.
            return entries;
        }
        return entries.stream().filter(entry -> isNews(entry, next)).toList();
    }

    private boolean isNews(RawEntry entry, long next) {
        Long modRevision = modRevisions.get(entry.key());
        if (modRevision == null && !complete) {
            return entry.modRevision() >= next;
        }
        return modRevision == null || modRevision != entry.modRevision();
    }

    /** The keys that the listener believes in and that are not there, with the modRevision they last had. */
    Map<Bytes, Long> gone(List<RawEntry> entries) {
        Map<Bytes, Long> gone = new LinkedHashMap<>(modRevisions);
        entries.forEach(entry -> gone.remove(entry.key()));
        return gone;
    }
}
