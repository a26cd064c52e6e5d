package io.gatewaystore.testkit.history;

import io.gatewaystore.Entry;
import io.gatewaystore.WriteResult;
import io.gatewaystore.error.Outcome;
import io.gatewaystore.testkit.history.Facts.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether what was applied is what clients asked for, under their conditions, and once. */
final class WriteCheck {

    private final History history;
    private final Facts facts;
    private final List<Violation> violations;

    WriteCheck(History history, Facts facts, List<Violation> violations) {
        this.history = history;
        this.facts = facts;
        this.violations = violations;
    }

    void check() {
        checkOrigins();
        removeLostWrites();
        history.calls().forEach(this::checkCondition);
    }

    // --- where values and deletions come from ---------------------------------------------------------------------

    private void checkOrigins() {
        Map<String, Call> writers = new HashMap<>();
        for (Call call : history.calls()) {
            call.action().writes().forEach((key, value) -> writers.put(key + '\0' + value, call));
        }
        Set<String> applied = new HashSet<>();
        for (Fact fact : facts.all()) {
            fact.value().ifPresent(value -> checkOrigin(fact, value, writers, applied));
        }
        new DeletionOrigins(history, facts, violations).check();
    }

    private void checkOrigin(Fact fact, String value, Map<String, Call> writers, Set<String> applied) {
        String write = fact.key() + '\0' + value;
        Call writer = writers.get(write);
        if (writer == null) {
            report(Rule.PHANTOM, "nobody wrote the value of the " + fact);
        } else if (!applied.add(write)) {
            report(Rule.APPLIED_TWICE, "the " + fact + " is the second one with the value of " + writer);
        } else if (certainlyFailed(writer)) {
            report(Rule.FALSE_FAILURE, "the " + fact + " was reported as not applied by " + writer);
        }
    }

    /** Whoever cannot tell whether a conflict is with an earlier copy of the write itself has to say so. */
    private static boolean certainlyFailed(Call call) {
        boolean notApplied = call.answer() instanceof Answer.Failed failed && failed.outcome() == Outcome.NOT_APPLIED;
        return notApplied || isConflict(call);
    }

    private static boolean isConflict(Call call) {
        return call.answer() instanceof Answer.Written written && written.result() instanceof WriteResult.Conflict;
    }

    // --- what was acknowledged and is not there -------------------------------------------------------------------

    /** A write that only its writer knows of is lost if a read that should have seen it did not; it is not counted as a fact then. */
    private void removeLostWrites() {
        List<Fact> lost = new ArrayList<>();
        for (Fact fact : facts.all()) {
            if (!fact.isWitnessed() && history.calls().stream().anyMatch(call -> misses(call, fact))) {
                report(Rule.LOST_WRITE, "the " + fact + " was acknowledged, and a later read did not find it");
                lost.add(fact);
            }
        }
        lost.forEach(facts::remove);
    }

    /** Whether a read at a known revision shows what was before the fact, although nothing is known to have come after it. */
    private boolean misses(Call call, Fact fact) {
        if (!(call.answer() instanceof Answer.Listed listed)
                || !(call.action() instanceof Action.Read read)
                || !Facts.isIn(fact.key(), read.range())) {
            return false;
        }
        long revision = listed.listing().revision();
        boolean inForce =
                facts.latest(fact.key(), revision).filter(fact::equals).isPresent();
        Optional<Entry> shown = listed.listing().entries().stream()
                .filter(entry -> entry.key().equals(fact.key()))
                .findFirst();
        return inForce && (fact.isPut() ? shown.filter(fact::is).isEmpty() : shown.isPresent());
    }

    // --- conditions -----------------------------------------------------------------------------------------------

    private void checkCondition(Call call) {
        if (!(call.answer() instanceof Answer.Written written)) {
            return;
        }
        if (call.action() instanceof Action.Create create) {
            check(call, create.key(), 0, written.result());
        } else if (call.action() instanceof Action.Replace replace) {
            check(call, replace.key(), replace.modRevision(), written.result());
        } else if (call.action() instanceof Action.DeleteIf deletion) {
            check(call, deletion.key(), deletion.modRevision(), written.result());
        }
    }

    /** The revision the key was to have, 0 for a key that was to be absent. */
    private void check(Call call, String key, long expected, WriteResult result) {
        if (result instanceof WriteResult.Conflict conflict) {
            long there = conflict.current().map(Entry::modRevision).orElse(0L);
            long known = stateRevision(key, conflict.revision());
            if (there == expected || known == expected) {
                report(Rule.FALSE_CONFLICT, call + " was in conflict although its condition held");
            } else if (known != there) {
                report(Rule.STALE_READ, call + " was shown revision " + there + " of the key, not " + known);
            }
        } else {
            long before = stateRevision(key, result.revision() - 1);
            boolean isThere = facts.at(key, result.revision()).isPresent();
            if (before != expected && isThere) {
                report(Rule.LOST_UPDATE, call + " was applied over revision " + before + " of the key");
            }
        }
    }

    private long stateRevision(String key, long revision) {
        return facts.state(key, revision).map(Fact::revision).orElse(0L);
    }

    private void report(Rule rule, String evidence) {
        violations.add(new Violation(rule, evidence));
    }
}
