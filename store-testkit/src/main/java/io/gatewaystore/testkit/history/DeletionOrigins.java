package io.gatewaystore.testkit.history;

import io.gatewaystore.error.Outcome;
import io.gatewaystore.testkit.history.Facts.Fact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether every deletion was asked for. Deletions have no value to be known by: one that no acknowledged call explains has to be the work of a
 * call of unknown outcome, each of which explains one at most.
 */
final class DeletionOrigins {

    private final History history;
    private final Facts facts;
    private final List<Violation> violations;

    DeletionOrigins(History history, Facts facts, List<Violation> violations) {
        this.history = history;
        this.facts = facts;
        this.violations = violations;
    }

    void check() {
        Set<Fact> explained = new HashSet<>();
        List<Call> unknown = new ArrayList<>();
        for (Call call : history.calls()) {
            acknowledged(call).ifPresent(explained::add);
            if (mayHaveDeleted(call)) {
                unknown.add(call);
            }
        }
        for (Fact fact : facts.all()) {
            if (!fact.isPut() && !explained.contains(fact) && !explain(fact, unknown)) {
                violations.add(new Violation(Rule.PHANTOM, "nobody asked for the " + fact));
            }
        }
    }

    private Optional<Fact> acknowledged(Call call) {
        if (call.action() instanceof Action.Delete delete
                && call.answer() instanceof Answer.Removed removed
                && removed.result().keys() > 0) {
            return facts.at(delete.key(), removed.result().revision());
        }
        if (call.action() instanceof Action.DeleteIf deletion
                && call.answer() instanceof Answer.Written written
                && written.result().isApplied()) {
            return facts.at(deletion.key(), written.result().revision());
        }
        return Optional.empty();
    }

    private static boolean mayHaveDeleted(Call call) {
        boolean deletes = call.action() instanceof Action.Delete || call.action() instanceof Action.DeleteIf;
        return deletes && call.answer() instanceof Answer.Failed failed && failed.outcome() == Outcome.UNKNOWN;
    }

    /** One that names the very revision explains nothing else, so it is taken first. */
    private boolean explain(Fact fact, List<Call> unknown) {
        Optional<Call> call = unknown.stream()
                .filter(candidate -> namesItsRevision(candidate, fact))
                .findFirst()
                .or(() -> unknown.stream()
                        .filter(candidate -> candidate.action() instanceof Action.Delete delete
                                && delete.key().equals(fact.key()))
                        .findFirst());
        call.ifPresent(unknown::remove);
        return call.isPresent();
    }

    private boolean namesItsRevision(Call call, Fact fact) {
        return call.action() instanceof Action.DeleteIf deletion
                && deletion.key().equals(fact.key())
                && facts.state(fact.key(), fact.revision() - 1)
                        .filter(before -> before.revision() == deletion.modRevision())
                        .isPresent();
    }
}
