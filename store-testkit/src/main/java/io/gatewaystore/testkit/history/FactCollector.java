package io.gatewaystore.testkit.history;

import io.gatewaystore.Entry;
import io.gatewaystore.WriteResult;
import io.gatewaystore.watch.Change;
import io.gatewaystore.watch.ChangeSet;
import io.gatewaystore.watch.Resync;
import io.gatewaystore.watch.WatchEvent;
import java.util.List;
import java.util.Optional;

/** Gathers from all that anybody was told what happened. */
final class FactCollector {

    private final Facts facts;
    private final List<Violation> violations;

    FactCollector(Facts facts, List<Violation> violations) {
        this.facts = facts;
        this.violations = violations;
    }

    void collect(History history) {
        history.watches().forEach(this::collect);
        history.calls().forEach(this::collect);
        history.calls().forEach(this::completeTransaction);
    }

    private void collect(WatchLog log) {
        for (WatchEvent event : log.told()) {
            if (event instanceof WatchEvent.Snapshot snapshot) {
                snapshot.listing().forEach(entry -> entry(entry, snapshot.revision(), log));
            } else if (event instanceof ChangeSet changes) {
                changes.forEach(change -> change(change, changes.revision(), log));
            } else if (event instanceof Resync resync) {
                if (resync.reason() != Resync.Reason.COMPACTED) {
                    // What follows happened in another life of the store, in which revisions mean something else.
                    return;
                }
                resync.current().forEach(entry -> entry(entry, resync.revision(), log));
            }
        }
    }

    private void change(Change change, long revision, WatchLog log) {
        if (change instanceof Change.Put put) {
            entry(put.entry(), revision, log);
        } else {
            facts.deletion(change.key(), change.revision(), true, source(log));
        }
        change.previous().ifPresent(previous -> entry(previous, revision, log));
    }

    private void entry(Entry entry, long toldAt, WatchLog log) {
        entry(entry, toldAt, source(log));
    }

    private static String source(WatchLog log) {
        return "watch " + log.name();
    }

    private void entry(Entry entry, long toldAt, Object source) {
        if (entry.modRevision() > toldAt) {
            violations.add(new Violation(
                    Rule.CONTENT,
                    source + " was told at revision " + toldAt + " of a put of " + entry.key() + " at "
                            + entry.modRevision()));
            return;
        }
        facts.put(entry.key(), entry.modRevision(), entry.value().toUtf8(), true, source);
    }

    private void collect(Call call) {
        Answer answer = call.answer();
        if (answer instanceof Answer.Found found) {
            found.entry().ifPresent(entry -> entry(entry, entry.modRevision(), call));
        } else if (answer instanceof Answer.Listed listed) {
            listed.listing().forEach(entry -> entry(entry, listed.listing().revision(), call));
        } else if (answer instanceof Answer.Written written) {
            collect(call, written.result());
        } else if (answer instanceof Answer.Removed removed
                && removed.result().keys() > 0
                && call.action() instanceof Action.Delete delete) {
            facts.deletion(delete.key(), removed.result().revision(), false, call);
        }
    }

    private void collect(Call call, WriteResult result) {
        if (result instanceof WriteResult.Conflict conflict) {
            conflict.current().ifPresent(entry -> entry(entry, conflict.revision(), call));
            return;
        }
        call.action().writes().forEach((key, value) -> facts.put(key, result.revision(), value, false, call));
        if (call.action() instanceof Action.DeleteIf deletion) {
            facts.deletion(deletion.key(), result.revision(), false, call);
        }
    }

    /** Of a transaction all is there, or nothing, so one value that was seen tells of all. */
    private void completeTransaction(Call call) {
        if (call.answer() instanceof Answer.Failed && call.action() instanceof Action.PutAll all) {
            Optional<Long> revision = all.values().entrySet().stream()
                    .flatMap(write -> facts.withValue(write.getKey(), write.getValue()).stream())
                    .map(Facts.Fact::revision)
                    .findFirst();
            revision.ifPresent(at -> all.values().forEach((key, value) -> facts.put(key, at, value, false, call)));
        }
    }
}
