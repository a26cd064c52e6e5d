package io.gatewaystore.testkit.model;

import io.gatewaystore.Bytes;
import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import io.gatewaystore.WriteOptions;
import io.gatewaystore.testkit.model.Reference.Item;
import io.gatewaystore.testkit.model.Reference.Written;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What one watch is to tell its listener. Not thread-safe. */
final class ReferenceWatch {

    private static final Text TEXT = new Text(0);

    private final Step.OpenWatch step;
    private final long openedAt;
    private final long first;
    private final List<String> told = new ArrayList<>();
    private boolean caughtUp;

    private ReferenceWatch(Step.OpenWatch step, long openedAt, long first, boolean caughtUp) {
        this.step = step;
        this.openedAt = openedAt;
        this.first = first;
        this.caughtUp = caughtUp;
    }

    static ReferenceWatch open(Reference reference, Step.OpenWatch step) {
        long newest = reference.revision();
        if (step.start() == WatchOptions.Start.REVISION) {
            long first = step.revision().in(reference, 0);
            // The baseline is how the range was right before.
            long needed = step.baseline() ? first - 1 : first;
            return needed < reference.compacted() && !step.range().isEmpty()
                    ? acrossGap(reference, step, first)
                    : replaying(reference, step, first);
        }
        // One that goes on from a reading may be placed right before it, and has a moment of the past to catch up with.
        boolean fromReading = step.start() == WatchOptions.Start.SNAPSHOT || step.baseline();
        ReferenceWatch watch = new ReferenceWatch(step, newest, newest + 1, !fromReading);
        if (step.start() == WatchOptions.Start.SNAPSHOT) {
            watch.told.add("snapshot " + TEXT.answer(reference.listing(step.view(), step.range(), newest)));
        }
        return watch;
    }

    private static ReferenceWatch replaying(Reference reference, Step.OpenWatch step, long first) {
        ReferenceWatch watch = new ReferenceWatch(step, reference.revision(), first, first > reference.revision() + 1);
        for (long revision = first; revision <= reference.revision(); revision++) {
            watch.tell(reference, revision);
        }
        return watch;
    }

    private static ReferenceWatch acrossGap(Reference reference, Step.OpenWatch step, long first) {
        long newest = reference.revision();
        // Once told of the gap it begins anew behind the caller's back, and may find that in the past again.
        ReferenceWatch watch = new ReferenceWatch(step, newest, newest + 1, false);
        Listing current = reference.listing(step.view(), step.range(), newest);
        List<Change> news = new ArrayList<>();
        for (Entry entry : current) {
            if (entry.modRevision() >= first) {
                news.add(new Change.Put(entry, Optional.empty()));
            }
        }
        watch.told.add(TEXT.answer(new Resync(Resync.Reason.COMPACTED, current, news)));
        return watch;
    }

    void tell(Reference reference, long revision) {
        if (revision < first) {
            return;
        }
        // What was there before a revision can be told as long as the revision before it can be read.
        boolean previous = step.previous() && revision > reference.compacted();
        List<Change> changes = new ArrayList<>();
        for (Written written : reference.changes(revision)) {
            if (Reference.isIn(step.view(), step.range(), written.key())) {
                String name = written.key().substring(step.view().prefix().length());
                Optional<Entry> before =
                        written.before().filter(item -> previous).map(item -> item.named(name));
                changes.add(change(name, revision, written.now(), before));
            }
        }
        if (!changes.isEmpty()) {
            told.add(TEXT.answer(new ChangeSet(revision, changes)));
            caughtUp |= revision > openedAt;
        }
    }

    private static Change change(String name, long revision, Optional<Item> now, Optional<Entry> before) {
        return now.<Change>map(item -> new Change.Put(item.named(name), before))
                .orElseGet(() -> new Change.Delete(name, revision, before));
    }

    List<String> told() {
        return told;
    }

    /** A write that it is to tell of, if there is a key for one. */
    Optional<Step.Put> oneMore() {
        return Stream.of(step.range().start().toUtf8(), "a")
                .filter(key -> !key.isEmpty()
                        && Reference.isIn(step.view(), step.range(), step.view().prefix() + key))
                .findFirst()
                .map(key -> new Step.Put(step.view(), key, Bytes.utf8("one more"), WriteOptions.permanent()));
    }

    /** Whether it has told everything from before it was opened: not before it told something later. Compaction may not overtake it. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    /** The revision after which it delivers every change; empty if it begins with a gap, since then that depends on who is faster. */
    Optional<Long> established() {
        boolean gap = step.start() == WatchOptions.Start.REVISION
                && !told.isEmpty()
                && told.get(0).startsWith("resync");
        return gap ? Optional.empty() : Optional.of(first - 1);
    }
}
