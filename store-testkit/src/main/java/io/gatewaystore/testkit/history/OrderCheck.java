package io.gatewaystore.testkit.history;

import io.gatewaystore.Entry;
import io.gatewaystore.KeyRange;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.testkit.history.Facts.Fact;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether the order of revisions explains every answer and agrees with real time: what began after something had ended comes after it.
 *
 * <p>Calls are gone through in the order they began. At each, the highest revision of those that had ended by then is its lower bound. A read
 * whose answer does not say at which revision it was true is taken to have been made as early as possible, which leaves the most room to all that
 * come after it; so if this order is no good, none is.
 */
final class OrderCheck {

    private record Ended(long returned, long revision) {}

    private final History history;
    private final Facts facts;
    private final List<Violation> violations;

    OrderCheck(History history, Facts facts, List<Violation> violations) {
        this.history = history;
        this.facts = facts;
        this.violations = violations;
    }

    void check() {
        PriorityQueue<Ended> ended = new PriorityQueue<>(Comparator.comparingLong(Ended::returned));
        long bound = 0;
        List<Call> inOrder = history.calls().stream()
                .sorted(Comparator.comparingLong(Call::invoked))
                .toList();
        for (Call call : inOrder) {
            while (!ended.isEmpty() && ended.element().returned() < call.invoked()) {
                bound = Math.max(bound, ended.remove().revision());
            }
            OptionalLong revision = place(call, bound);
            revision.ifPresent(at -> ended.add(new Ended(call.returned(), at)));
        }
    }

    /** Finds the revision at which a call took place, and checks it; none if the call binds nothing that comes later. */
    private OptionalLong place(Call call, long bound) {
        Answer answer = call.answer();
        if (answer instanceof Answer.Found found && call.action() instanceof Action.Get get) {
            return found.entry().isPresent()
                    ? placeFound(call, found.entry().get(), bound)
                    : placeAbsent(call, get.key(), bound);
        }
        if (answer instanceof Answer.Listed listed && call.action() instanceof Action.Read read) {
            checkNotBelow(call, listed.listing().revision(), bound);
            checkListing(call, read.range(), listed);
            return OptionalLong.of(listed.listing().revision());
        }
        if (answer instanceof Answer.Removed removed && call.action() instanceof Action.Delete delete) {
            long revision = removed.result().revision();
            if (removed.result().keys() == 0) {
                checkNotBelow(call, revision, bound);
                checkAbsent(call, delete.key(), revision);
            } else {
                checkAbove(call, revision, bound);
            }
            return OptionalLong.of(revision);
        }
        if (answer instanceof Answer.Written written) {
            long revision = written.result().revision();
            if (written.result().isApplied()) {
                checkAbove(call, revision, bound);
            } else {
                checkNotBelow(call, revision, bound);
            }
            return OptionalLong.of(revision);
        }
        checkUnknown(call, bound);
        return OptionalLong.empty();
    }

    private OptionalLong placeFound(Call call, Entry entry, long bound) {
        Optional<Fact> next = facts.next(entry.key(), entry.modRevision());
        long earliest = Math.max(bound, entry.modRevision());
        if (next.isPresent() && next.get().revision() <= earliest) {
            report(Rule.STALE_READ, call + " began at revision " + bound + " or later, after the " + next.get());
            return OptionalLong.empty();
        }
        return OptionalLong.of(earliest);
    }

    private OptionalLong placeAbsent(Call call, String key, long bound) {
        Optional<Fact> there = facts.state(key, bound);
        if (there.isEmpty()) {
            return OptionalLong.of(bound);
        }
        for (Optional<Fact> next = facts.next(key, bound);
                next.isPresent();
                next = facts.next(key, next.get().revision())) {
            if (!next.get().isPut()) {
                return OptionalLong.of(next.get().revision());
            }
        }
        report(Rule.STALE_READ, call + " began at revision " + bound + " or later, after the " + there.get());
        return OptionalLong.empty();
    }

    private void checkListing(Call call, KeyRange range, Answer.Listed listed) {
        long revision = listed.listing().revision();
        SortedMap<String, Entry> shown = new TreeMap<>();
        listed.listing().forEach(entry -> shown.put(entry.key(), entry));
        for (Map.Entry<String, Fact> state : facts.state(range, revision).entrySet()) {
            Entry entry = shown.remove(state.getKey());
            if (entry == null || !state.getValue().is(entry)) {
                report(
                        Rule.STALE_READ,
                        call + " shows " + (entry == null ? "nothing" : "revision " + entry.modRevision())
                                + " and not the " + state.getValue());
            }
        }
        shown.values()
                .forEach(entry -> facts.latest(entry.key(), revision)
                        .filter(latest -> !latest.isPut())
                        .ifPresent(latest ->
                                report(Rule.STALE_READ, call + " shows " + entry.key() + " after the " + latest)));
    }

    private void checkAbsent(Call call, String key, long revision) {
        facts.state(key, revision)
                .ifPresent(there ->
                        report(Rule.STALE_READ, call + " found no key at " + revision + " after the " + there));
    }

    private void checkNotBelow(Call call, long revision, long bound) {
        if (revision < bound) {
            report(Rule.STALE_READ, call + " is true at a revision below " + bound + ", which others had seen by then");
        }
    }

    private void checkAbove(Call call, long revision, long bound) {
        if (revision <= bound) {
            report(Rule.REAL_TIME, call + " has not a revision above " + bound + ", which others had seen by then");
        }
    }

    /** A write of unknown outcome that took place did so after it began; when it ended, nobody knows. */
    private void checkUnknown(Call call, long bound) {
        if (call.answer() instanceof Answer.Failed failed && failed.outcome() == Outcome.UNKNOWN) {
            call.action()
                    .writes()
                    .forEach((key, value) -> facts.withValue(key, value).stream()
                            .filter(fact -> fact.revision() <= bound)
                            .forEach(fact -> checkAbove(call, fact.revision(), bound)));
        }
    }

    private void report(Rule rule, String evidence) {
        violations.add(new Violation(rule, evidence));
    }
}
