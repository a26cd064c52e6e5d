package io.gatewaystore.testkit.history;

import io.gatewaystore.Entry;
import io.gatewaystore.Listing;
import io.gatewaystore.testkit.history.Facts.Fact;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whether one watch kept its promises. */
final class WatchCheck {

    private final WatchLog log;
    private final Facts facts;
    private final List<Violation> violations;

    /** The keys the listener knows to exist, and their revisions. */
    private final Map<String, Long> known = new TreeMap<>();

    /** What was told of each revision. */
    private final Map<Long, Set<String>> told = new HashMap<>();

    /** Everything up to here has been told, or bridged by a resync. */
    private long last;

    private long progress;

    /** What happened up to here need not have been told. */
    private long excused;

    /** Whether the store has begun another life, of which the facts know nothing. */
    private boolean anotherLife;

    WatchCheck(WatchLog log, Facts facts, List<Violation> violations) {
        this.log = log;
        this.facts = facts;
        this.violations = violations;
        this.last = Math.max(0, log.from() - 1);
        this.excused = last;
    }

    void check() {
        for (WatchEvent event : log.told()) {
            if (event instanceof WatchEvent.Snapshot snapshot) {
                snapshot(snapshot);
            } else if (event instanceof ChangeSet changes) {
                changes(changes);
            } else if (event instanceof WatchEvent.Progress reported) {
                progress(reported.revision());
            } else if (event instanceof Resync resync) {
                resync(resync);
            }
        }
        checkComplete();
    }

    private void snapshot(WatchEvent.Snapshot snapshot) {
        if (!isState(snapshot.listing())) {
            report(
                    Rule.WATCH_SNAPSHOT,
                    "its snapshot at " + snapshot.revision() + " is not the state at that revision");
        }
        know(snapshot.listing());
        last = snapshot.revision();
        excused = last;
    }

    private void changes(ChangeSet changes) {
        long revision = changes.revision();
        Set<String> earlier = told.get(revision);
        if (earlier != null) {
            boolean repeated = changes.changes().stream().map(Change::key).anyMatch(earlier::contains);
            report(
                    repeated ? Rule.WATCH_UNIQUE : Rule.WATCH_WHOLE,
                    "it was told of revision " + revision + (repeated ? " twice" : " in two pieces"));
        } else if (revision <= progress) {
            report(Rule.WATCH_PROGRESS, "it was told of revision " + revision + " after progress to " + progress);
        } else if (revision <= last) {
            report(Rule.WATCH_ORDERED, "it was told of revision " + revision + " after " + last);
        }
        changes.forEach(change -> change(change, revision));
        checkWhole(revision);
        last = Math.max(last, revision);
    }

    private void change(Change change, long revision) {
        told.computeIfAbsent(revision, at -> new HashSet<>()).add(change.key());
        if (!Facts.isIn(change.key(), log.range())) {
            report(Rule.WATCH_RANGE, "it was told of " + change.key() + ", which is outside its range");
        }
        if (change.revision() != revision) {
            report(Rule.WATCH_WHOLE, "it was told of revision " + change.revision() + " within " + revision);
            told.computeIfAbsent(change.revision(), at -> new HashSet<>()).add(change.key());
        }
        change.previous().ifPresent(previous -> checkPrevious(change, previous));
        if (change instanceof Change.Put put) {
            known.put(change.key(), put.entry().modRevision());
        } else {
            known.remove(change.key());
        }
    }

    private void checkPrevious(Change change, Entry previous) {
        boolean right = facts.state(change.key(), change.revision() - 1)
                .filter(before -> before.is(previous))
                .isPresent();
        if (!anotherLife && !right) {
            report(
                    Rule.WATCH_PREVIOUS,
                    "it was told of " + change.key() + " at " + change.revision() + " with revision "
                            + previous.modRevision() + " before it");
        }
    }

    private void checkWhole(long revision) {
        Set<String> keys = told.getOrDefault(revision, Set.of());
        if (!anotherLife
                && !keys.containsAll(facts.changes(log.range(), revision).keySet())) {
            report(Rule.WATCH_WHOLE, "it was told of a part of revision " + revision);
        }
    }

    private void progress(long revision) {
        if (revision <= last) {
            report(Rule.WATCH_PROGRESS, "it was told of progress to " + revision + " after " + last);
        }
        last = Math.max(last, revision);
        progress = Math.max(progress, revision);
    }

    private void resync(Resync resync) {
        checkComplete();
        if (resync.reason() != Resync.Reason.COMPACTED) {
            anotherLife = true;
            told.clear();
            progress = 0;
        }
        if (!anotherLife && !isState(resync.current())) {
            report(Rule.WATCH_RESYNC, "its resync at " + resync.revision() + " is not the state at that revision");
        }
        if (!new Difference(resync).isRight()) {
            report(Rule.WATCH_RESYNC, "the difference of its resync at " + resync.revision() + " is wrong");
        }
        know(resync.current());
        last = resync.revision();
        excused = last;
    }

    /** The difference a resync should show. */
    private final class Difference {

        private final Resync resync;
        private final Map<String, Long> puts = new TreeMap<>();
        private final Set<String> deletes = new HashSet<>(known.keySet());

        Difference(Resync resync) {
            this.resync = resync;
            boolean another = resync.reason() != Resync.Reason.COMPACTED;
            for (Entry entry : resync.current()) {
                deletes.remove(entry.key());
                boolean changed = another || known.getOrDefault(entry.key(), 0L) != entry.modRevision();
                if (changed) {
                    puts.put(entry.key(), entry.modRevision());
                }
            }
        }

        /** A watch without a baseline may, or may not, be told of a key that it was never told of. */
        boolean isRight() {
            for (Change change : resync.changes()) {
                boolean right = change instanceof Change.Put put ? takes(put.entry()) : deletes.remove(change.key());
                if (!right) {
                    return false;
                }
            }
            boolean everyPut = log.exact() || anotherLife;
            boolean nothingMissing = puts.values().stream().noneMatch(revision -> everyPut || revision > last);
            return nothingMissing && deletes.isEmpty();
        }

        private boolean takes(Entry entry) {
            Long expected = puts.remove(entry.key());
            return expected != null && expected == entry.modRevision();
        }
    }

    private void checkComplete() {
        if (anotherLife) {
            return;
        }
        for (long revision : facts.revisions(excused + 1, last)) {
            Map<String, Fact> missed = facts.changes(log.range(), revision);
            if (!missed.isEmpty() && !told.containsKey(revision)) {
                report(
                        Rule.WATCH_COMPLETE,
                        "it was not told of the " + missed.values().iterator().next());
            }
        }
    }

    private boolean isState(Listing listing) {
        Map<String, Fact> state = facts.state(log.range(), listing.revision());
        return state.size() == listing.entries().size()
                && listing.entries().stream().allMatch(entry -> {
                    Fact fact = state.get(entry.key());
                    return fact != null && fact.is(entry);
                });
    }

    private void know(Listing listing) {
        known.clear();
        listing.forEach(entry -> known.put(entry.key(), entry.modRevision()));
    }

    private void report(Rule rule, String evidence) {
        violations.add(new Violation(rule, "watch " + log.name() + ": " + evidence));
    }
}
