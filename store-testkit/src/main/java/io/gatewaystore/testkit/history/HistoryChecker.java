package io.gatewaystore.testkit.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says whether a history keeps to every {@link Rule}.
 *
 * <p>Reads and writes are checked by the revisions their answers claim: the order of revisions must explain every answer and agree with real time,
 * which makes the history linearizable. A write of unknown outcome took place if its value was seen anywhere, and did not if not, so a watch
 * over the whole range should have caught up when the history ends ({@link Recorder#settle}). What no one's answer can show is not
 * noticed.
 *
 * <p>The time it takes grows with the number of calls, and hardly faster.
 *
 * <p>Thread-safe.
 */
public final class HistoryChecker {

    private static final int MOST_SHOWN = 20;

    private HistoryChecker() {}

    /**
     * Checks a history.
     *
     * @param history the history
     * @return what it breaks; empty if it is sound
     */
    public static List<Violation> check(History history) {
        List<Violation> violations = new ArrayList<>();
        Facts facts = new Facts(violations);
        new FactCollector(facts, violations).collect(history);
        new WriteCheck(history, facts, violations).check();
        new OrderCheck(history, facts, violations).check();
        history.watches().forEach(log -> new WatchCheck(log, facts, violations).check());
        return List.copyOf(violations);
    }

    /**
     * Fails unless a history is sound.
     *
     * @param history the history
     * @throws AssertionError if it breaks a rule; the message has the first of what it breaks
     */
    public static void assertSound(History history) {
        List<Violation> violations = check(history);
        if (!violations.isEmpty()) {
            throw new AssertionError(
                    violations.size() + " violations in " + history.calls().size() + " calls and "
                            + history.watches().size() + " watches:\n  "
                            + violations.stream()
                                    .limit(MOST_SHOWN)
                                    .map(Violation::toString)
                                    .collect(Collectors.joining("\n  ")));
        }
    }
}
